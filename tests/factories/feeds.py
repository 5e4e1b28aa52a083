"""Agreements and feeds for tests, at the desk of tests.factories.sharing."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from compliance.casework.models import Case, PersonGroup
from compliance.casework.services import approvals
from compliance.casework.services.case_keys import seal_columns
from compliance.hotspots.models import Analysis, Hotspot, Run
from compliance.hotspots.services.campaigns import add_campaign
from compliance.referrals.models import Partner
from compliance.sharing.choices import FeedKind
from compliance.sharing.models import Agreement, Feed
from compliance.sharing.rules.columns import COLUMNS
from compliance.sharing.services import agreements, feeds
from compliance.sharing.services.feed_content import Selection
from portal.accounts.roles import StaffRole
from tests.factories.casework import keys_of
from tests.factories.sharing import Desk, agency
from tests.factories.vault import Vault

CHESTERFIELD, DERBYSHIRE = "E07000034", "derbyshire_constabulary"
HOTSPOTS = Selection(FeedKind.HOTSPOTS)


def police(**facts: Any) -> tuple[Partner, Any]:
    """The police of Derbyshire, with a key under AGENCY_PASSPHRASE, and an analyst there."""
    given = {"target_type": "police", "email_domains": ["police.example"], "places": [DERBYSHIRE]} | facts
    return agency(given.pop("name", "Derbyshire police"), **given)


def terms(at: Desk, **facts: Any) -> dict[str, Any]:
    today = timezone.localdate(at.now)
    return {
        "purpose": "hotspot_analysis",
        "description": "To plan visits.",
        "lawful_basis": "recognised_legitimate_interest",
        "condition": "sch1_para10",
        "gateways": ["rli_crime", "cda_115"],
        "columns": {kind: list(columns) for kind, columns in COLUMNS.items()},
        "retention_days": 30,
        "onward_sharing": "None.",
        "security": "Read on managed devices only.",
        "breach_contact": "dpo@police.example",
        "our_contact": "lead@helpline.example",
        "starts_on": today - timedelta(days=10),
        "ends_on": today + timedelta(days=300),
        "review_on": today + timedelta(days=200),
    } | facts


def propose(at: Desk, partner: Partner, **facts: Any) -> Agreement:
    return agreements.propose_agreement(
        partner=partner, facts=terms(at, **facts), reason="Signed", actor=at.lead, keys=at.keys_of(at.lead), at=at.now
    )


def say_yes(at: Desk, approval: Any) -> None:
    """The handler is the second person of what the lead asked."""
    approvals.decide_approval(approval=approval, is_yes=True, answer="", actor=at.handler, keys=at.keys, at=at.now)


def agree(at: Desk, partner: Partner, **facts: Any) -> Agreement:
    """A live agreement."""
    row = propose(at, partner, **facts)
    say_yes(at, row.approval)
    return agreements.start_agreement(agreement=row, actor=at.lead, at=at.now)


def compute(at: Any = None, *, council: str = CHESTERFIELD, quarter: str = "2026-q3", **facts: Any) -> Run:
    """A stored computation with one council."""
    run = Run.objects.create(
        quarter=quarter, seed=54, permutations=99, replications=99, without_council=2, left_out=0,
        at=at or timezone.now(),
    )  # fmt: skip
    analysis = Analysis.objects.create(run=run)
    given: dict[str, Any] = {
        "contacts": 9, "cases": 6, "people": "20-49", "child_contacts": None, "lower": 4.1, "upper": 16.2, "rate": 8.6,
        "smoothed": 6.5, "z": 3.1, "chance": 0.0001, "is_discovery": True, "band": "hot_99", "order": 0,
        "expected": 3, "change_chance": 0.002, "is_rise": True, "is_in_circle": True,
    }  # fmt: skip
    Hotspot.objects.create(analysis=analysis, council=council, **given | facts)
    return run


def prepare(at: Desk, agreement: Agreement, selection: Selection = HOTSPOTS) -> Feed:
    return feeds.prepare_feed(
        agreement=agreement, selection=selection, actor=at.lead, keys=at.keys_of(at.lead), at=at.now
    )


def ask(at: Desk, feed: Feed) -> Feed:
    return feeds.request_agreement(feed=feed, reason="They asked", actor=at.lead, keys=at.keys_of(at.lead), at=at.now)


def send(at: Desk, feed: Feed) -> Feed:
    return feeds.send_feed(feed=feed, actor=at.lead, keys=at.keys_of(at.lead), at=at.now)


def deliver(at: Desk, agreement: Agreement, selection: Selection = HOTSPOTS) -> Feed:
    """A feed that a second person agreed to, and that was sent."""
    feed = ask(at, prepare(at, agreement, selection))
    say_yes(at, feed.approval)
    return send(at, feed)


def alike(at: Desk, count: int, **said: Any) -> list[Case]:
    """Cases of one kind, each with a group of people, a summary for partners and a category."""
    rows = []
    for _number in range(count):
        case = at.case(**said)
        Case.objects.filter(pk=case.pk).update(category="modern_slavery", police_force=DERBYSHIRE)
        case = Case.objects.select_related("data_key").get(pk=case.pk)
        seal_columns(
            at.keys.get_key(case), case, summary_for_partners=f"A shed behind the wash. {said.get('name', '')}"
        )
        case.save()
        PersonGroup.objects.filter(case=case).delete()
        PersonGroup.objects.create(
            case=case, uuid=uuid4(), count_mode="exact", count_min=3, gender="exclusively_male",
            age_bands=["adult_unknown"], nationalities=["vietnamese"],
        )  # fmt: skip
        rows.append(case)
    return rows


def records(at: Desk, kind: FeedKind = FeedKind.OPERATIONAL) -> Selection:
    """Everything of the last week."""
    today = timezone.localdate(at.now)
    return Selection(kind, begins=today - timedelta(days=7), ends=today, handling="p")


def world_rows(partner: Partner, staff: dict[str, Any]) -> dict[str, Any]:
    """For tests of access: a live agreement that the handler agreed to, a feed that was sent, and one to be agreed."""
    lead, handler, now = staff[StaffRole.TRIAGE_LEAD], staff[StaffRole.HANDLER], timezone.now()
    at = Desk(Vault(None, lead, None, ""), lead, handler, keys_of(handler), now)
    compute(now)
    agreement = agree(at, partner)
    return {
        "sharing_agreement": agreement,
        "sent_feed": deliver(at, agreement),
        "feed": _first_of_another_kind(at, agreement),
        "campaign": add_campaign(
            name="A film", begins_on=date(2026, 8, 1), ends_on=date(2026, 8, 14), actor=lead, at=now
        ),
    }


def _first_of_another_kind(at: Desk, agreement: Agreement) -> Feed:
    """A prepared feed for which a second person was asked; as if it were of a kind that has not gone out yet."""
    feed = prepare(at, agreement)
    Feed.objects.filter(pk=feed.pk).update(kind=FeedKind.LABOUR_SITES)
    return ask(at, Feed.objects.get(pk=feed.pk))

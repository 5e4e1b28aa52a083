"""The rows that pages and searches are measured among: a business, the desk, the public register, the directory."""

import random
from datetime import date, timedelta
from typing import Any

from bench import World
from bench.desk import make_cases
from bench.directory import DIRECTORY
from bench.register import REGISTER
from bench.risk import make_sites
from bench.vault_fixture import start_vault

FINDINGS_AN_AUDIT = 10
YEAR = 2026
MEMBER = "owner@invented-bench.example"
GRADES = ("business_critical", "critical", "major", "minor", "observation")
STATUSES = ("open", "plan_agreed", "in_progress", "evidence_submitted", "closed_unverified")


def make_business(count: int) -> None:
    """Make a business with so many sites and findings, a quarter as many suppliers, and this year's draft."""
    from django.utils import timezone

    from compliance.suppliers.services.risk import recompute_scores

    organisation = make_sites(count)
    member = make_member(organisation)
    make_audits(organisation, count)
    recompute_scores(organisation, event="import", now=timezone.now())
    make_draft(organisation, member, comments=5)
    make_entries(count, actor=member, scope=organisation.uuid)
    make_uploads(organisation, member, count // 10)
    analyse()


def make_member(organisation: Any) -> Any:
    """Return an administrator of the organisation, whose address is confirmed."""
    from allauth.account.models import EmailAddress
    from django.utils import timezone

    from compliance.organisations.models import Membership
    from portal.accounts.models import User

    now = timezone.now()
    type(organisation).objects.filter(pk=organisation.pk).update(confirmed_at=now, legal_form="company")
    user = User.objects.create_user(MEMBER, "correct horse battery staple")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Membership.objects.create(organisation=organisation, user=user, role="administrator", joined_at=now)
    return user


def make_audits(organisation: Any, count: int) -> None:
    """Make so many findings, ten an audit; every second has an action."""
    from compliance.audits.models import Action, Audit, Finding
    from compliance.suppliers.models import Site

    draw, today = random.Random(55), date(2026, 11, 1)  # noqa: S311 - a sample, no secret
    sites = list(Site.objects.filter(organisation=organisation).order_by("pk")[: max(1, count // FINDINGS_AN_AUDIT)])
    audits = Audit.objects.bulk_create(
        [
            Audit(
                organisation=organisation, site=site, audit_ref=f"A-{number}", key=f"a-{number}",
                scheme="smeta_4_pillar", ended_on=today - timedelta(days=draw.randrange(900)),
            )
            for number, site in enumerate(sites)
        ],
        batch_size=500,
    )  # fmt: skip
    findings = Finding.objects.bulk_create(
        [
            Finding(
                audit=audits[number % len(audits)], finding_ref=f"F-{number}", key=f"f-{number}",
                position=number // len(audits), code_area="3", issue_code="HS04", grade=draw.choice(GRADES),
                description=f"Gloves were charged to {number % 90} workers of one line.", status=draw.choice(STATUSES),
                due_on=today + timedelta(days=draw.randrange(-200, 200)),
            )
            for number in range(count)
        ],
        batch_size=500,
    )  # fmt: skip
    Action.objects.bulk_create(
        [
            Action(finding=finding, corrective_action="The site pays for gloves.", due_on=finding.due_on)
            for finding in findings[::2]
        ],
        batch_size=500,
    )


def make_draft(organisation: Any, member: Any, *, comments: int) -> None:
    """Make this year's draft with text in each area, and what a colleague said of one."""
    from django.utils import timezone

    from bench.sample import AREAS, TEXT
    from compliance.statements.choices import SectionCode
    from compliance.statements.models import Comment, Section, Statement, Version

    statement = Statement.objects.create(organisation=organisation, year=YEAR)
    version = Version.objects.create(statement=statement, state="drafting", content_hash="0" * 64)
    answers = {area: {f"area_{area}": True, f"narrative_{area}": TEXT * 3} for area in AREAS} | {
        "period": {"period_start": "2025-04-01", "period_end": "2026-03-31", "statement_kind": "steps_taken"},
        "organisations": {"is_group": False, "sectors": ["healthcare_pharma"], "turnover_band": "60m_100m"},
        "intro": {"narrative_intro": TEXT},
    }
    Section.objects.bulk_create(
        Section(version=version, code=code, answers=answers.get(code, {}), saved_by=member) for code in SectionCode
    )
    version.editors.add(member)
    Comment.objects.bulk_create(
        Comment(version=version, section="policies", author=member, text=f"{number}: who checked this?",
                written_at=timezone.now())
        for number in range(comments)
    )  # fmt: skip


def make_entries(count: int, *, actor: Any, scope: Any = None) -> None:
    """Make so many lines of history, far above the end of the chain: they are read, and the chain is not verified."""
    from django.utils import timezone

    from portal.history.models import Entry

    draw, now = random.Random(55), timezone.now()  # noqa: S311 - a sample, no secret
    actions = ("suppliers.supplier.changed", "audits.finding.changed", "statements.section.saved")
    Entry.objects.bulk_create(
        [
            Entry(
                seq=10**9 + number, at=now - timedelta(minutes=count - number), actor_id=actor.pk, actor=str(actor),
                action=draw.choice(actions), object_type="suppliers.supplier", object_label=f"Works {number % 90}",
                scope=scope, scope_seq=number + 1 if scope else None, detail={"fields": ["name"]},
                prev=f"{10**9 + number:064d}", hash=f"{10**9 + number + 1:064d}",
            )
            for number in range(count)
        ],
        batch_size=500,
    )  # fmt: skip


def make_uploads(organisation: Any, member: Any, count: int) -> None:
    """Make so many workbooks that were sent and put in."""
    from uuid import uuid4

    from django.utils import timezone

    from compliance.workbooks.models import Import

    Import.objects.bulk_create(
        [
            Import(
                organisation=organisation, token=uuid4(), name=f"suppliers-{number}.xlsx", sha256="0" * 64,
                state="done", uploaded_by=member, received_at=timezone.now() - timedelta(hours=number),
                heads=[["Supplier", "Country"]] * 10,
            )
            for number in range(count)
        ],
        batch_size=500,
    )  # fmt: skip


def make_desk(count: int) -> None:
    """Make a desk with so many open cases of every level, and a handler who can unlock it and did as many things."""
    from bench.vault_fixture import HANDLER
    from portal.accounts.models import User

    make_cases(count, start_vault(), varied=True)
    make_entries(count, actor=User.objects.get(email=HANDLER))
    analyse()


def analyse() -> None:
    """Have the database count its rows, as it does by itself in time."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


BUSINESS = World(name="business", count=10_000, build=make_business)
DESK = World(name="desk", count=5_000, build=make_desk)
__all__ = ["BUSINESS", "DESK", "DIRECTORY", "REGISTER"]

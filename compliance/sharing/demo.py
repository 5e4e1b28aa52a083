"""The demo's sharing: two agreements with the demo's agency, a feed that was sent, and one for a second person."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from compliance.casework.demo import HANDLER, LEAD, open_keys
from compliance.casework.services import approvals
from compliance.casework.services.case_keys import Keys
from compliance.referrals.models import Partner
from compliance.sharing.choices import FeedKind
from compliance.sharing.models import Agreement
from compliance.sharing.rules.columns import HOTSPOT_COLUMNS
from compliance.sharing.services import agreements, feeds
from compliance.sharing.services.feed_content import Selection
from portal.accounts.models import User

HOTSPOTS = Selection(FeedKind.HOTSPOTS)
FEW_COLUMNS = ("period", "council", "region", "contacts", "rate_per_100000", "band", "is_rise")


def seed(*, today: date) -> None:
    """For the agency that the demo of referrals brought in; the handler is the second person."""
    partner = Partner.objects.first()
    lead, handler = (User.objects.filter(email=email).first() for email in (LEAD, HANDLER))
    if partner is None or lead is None or handler is None or Agreement.objects.exists():
        return
    keys = open_keys(lead)
    at = datetime.combine(today - timedelta(days=3), time(10), tzinfo=timezone.get_current_timezone())
    who: dict[str, Any] = {"actor": lead, "keys": keys, "at": at}
    first = _agree(partner, handler, today, HOTSPOT_COLUMNS, "To plan where outreach workers go.", who)
    feed = feeds.prepare_feed(agreement=first, selection=HOTSPOTS, **who)
    feed = feeds.request_agreement(feed=feed, reason="The first feed of this quarter.", **who)
    _say_yes(feed.approval, handler, keys, at)
    feeds.send_feed(feed=feed, **who)
    second = _agree(partner, handler, today, FEW_COLUMNS, "To choose towns for a training day.", who)
    feed = feeds.prepare_feed(agreement=second, selection=HOTSPOTS, **who)
    feeds.request_agreement(feed=feed, reason="They plan the training day now.", **who)


def _agree(
    partner: Partner, handler: User, today: date, columns: tuple[str, ...], description: str, who: dict[str, Any]
) -> Agreement:
    facts = {
        "purpose": "hotspot_analysis",
        "description": description,
        "lawful_basis": "recognised_legitimate_interest",
        "gateways": ["rli_safeguarding"],
        "columns": {str(FeedKind.HOTSPOTS): list(columns)},
        "retention_days": 30,
        "onward_sharing": "None.",
        "security": "Read on managed devices only. Nothing is printed.",
        "breach_contact": "Data protection officer, dpo@rowan.example",
        "our_contact": LEAD,
        "starts_on": today - timedelta(days=20),
        "review_on": today + timedelta(days=160),
        "ends_on": today + timedelta(days=345),
    }
    row = agreements.propose_agreement(partner=partner, facts=facts, reason="Both sides have signed.", **who)
    _say_yes(row.approval, handler, who["keys"], who["at"])
    return agreements.start_agreement(agreement=row, actor=who["actor"], at=who["at"])


# Any: the approval of a row, which has one.
def _say_yes(approval: Any, handler: User, keys: Keys, at: datetime) -> None:
    approvals.decide_approval(approval=approval, is_yes=True, answer="", actor=handler, keys=keys, at=at)

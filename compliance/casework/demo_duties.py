"""The demo's duties: an old case near its end, one on hold, a request, one held apart, a complaint, quick calls."""

from datetime import datetime, timedelta

from django.utils import timezone

from compliance.casework.choices import CallOutcome, Closure, Status
from compliance.casework.choices_sharing import RequestKind
from compliance.casework.models import Case, PersonGroup
from compliance.casework.services import access_requests, call_endings, calls, complaints, holds, retention, taking
from compliance.casework.services.keys import Keys
from portal.accounts.models import User

# Days ago that old cases were closed: of the first, seven years are over in three weeks.
OLD = (2555 - 21, 2400)
FACTS = {
    "level": "p3",
    "age_of_person": "adult",
    "danger_level": "not_immediate",
    "category": "labour_abuse",
    "channel": "phone",
    "purpose": "report_concern",
    "exploitation_types": ["labour"],
    "sectors": ["agriculture_horticulture"],
    "language": "en",
    "nation": "england",
    "region": "east_of_england",
    "police_force": "norfolk_constabulary",
    "nationalities": ["bulgarian"],
}
PEOPLE = {
    "count_mode": "minimum",
    "count_min": 4,
    "gender": "mixed",
    "age_bands": ["adult_unknown"],
    "nationalities": ["bulgarian"],
}
CALLS = (
    (3, CallOutcome.SILENT),
    (7, CallOutcome.INFORMATION_GIVEN),
    (9, CallOutcome.WRONG_NUMBER),
    (30, CallOutcome.INFORMATION_GIVEN),
)


def seed(*, handler: User, lead: User, keys: Keys, now: datetime) -> None:
    """keys: of the lead, unlocked."""
    today = timezone.localdate(now)
    held = [_closed(lead, now - timedelta(days=days)) for days in OLD][1]
    review_on = today + timedelta(days=60)
    holds.put_on(case=held, reason="A trial at the crown court.", review_on=review_on, by=lead, keys=keys, at=now)
    for kind, days, who, is_held_apart in (
        (RequestKind.ACCESS, 12, "Somebody who says that they called in spring", False),
        (RequestKind.ACCESS, 4, "A man who asks what workers of his have told us", True),
    ):
        access_requests.take(
            kind=kind,
            who=who,
            how="By letter, to the address on theirs.",
            wants="Everything that you hold about me.",
            received_on=today - timedelta(days=days),
            is_held_apart=is_held_apart,
            by=lead,
            at=now,
        )
    about = "A letter came to my home, although I had asked for none."
    received_on = today - timedelta(days=9)
    complaints.take(who="A caller", how="By e-mail", about=about, received_on=received_on, by=handler, at=now)
    for hours, outcome in CALLS:
        at = now - timedelta(hours=hours)
        draft = calls.begin(handler=handler, at=at)
        call_endings.end_without_case(draft=draft, answers={}, outcome=outcome, actor=handler, at=at)


def _closed(lead: User, at: datetime) -> Case:
    """A case of long ago, with its last day."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    case = taking.new_case(FACTS | {"arrived_hour": hour}, actor=lead, at=at)
    case.status, case.closed_at, case.closed_by, case.closure_reason = Status.CLOSED, at, lead, Closure.REFERRED
    case.retention_class, case.keep_until = retention.keep_until(case, timezone.localdate(at))
    case.save()
    PersonGroup.objects.create(case=case, **PEOPLE)
    return case

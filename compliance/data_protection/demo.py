"""The demo's data protection: an old case near its end, one on hold, a request, one held apart, a complaint."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from compliance.casework.choices import Closure, Status
from compliance.casework.demo import HANDLER, LEAD, open_keys
from compliance.casework.models import Case, PersonGroup
from compliance.casework.services import claim, retention_period
from compliance.data_protection.choices import RequestKind
from compliance.data_protection.models import Complaint, SubjectAccess
from compliance.data_protection.services import access_requests, complaints, legal_holds
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


def seed(*, today: date) -> None:
    people = {person.email: person for person in User.objects.filter(email__in=[HANDLER, LEAD])}
    if len(people) < 2 or SubjectAccess.objects.exists() or Complaint.objects.exists():
        return
    handler, lead, now = people[HANDLER], people[LEAD], timezone.now()
    keys, today = open_keys(lead), timezone.localdate(now)
    held = [_closed(lead, now - timedelta(days=days)) for days in OLD][1]
    review_on = today + timedelta(days=60)
    legal_holds.set_hold(
        case=held, reason="A trial at the Crown Court.", review_on=review_on, by=lead, keys=keys, at=now
    )
    for kind, days, who, is_held_apart in (
        (RequestKind.ACCESS, 12, "Someone who says they called in spring", False),
        (RequestKind.ACCESS, 4, "A man who asks what his workers have told us", True),
    ):
        access_requests.record_request(
            kind=kind,
            who=who,
            how="By letter, to the address on their letter.",
            wants="Everything you hold about me.",
            received_on=today - timedelta(days=days),
            is_held_apart=is_held_apart,
            by=lead,
            at=now,
        )
    about = "You sent a letter to my home, although I had asked you not to."
    received_on = today - timedelta(days=9)
    complaints.record_complaint(
        who="A caller", how="By email", about=about, received_on=received_on, by=handler, at=now
    )


def _closed(lead: User, at: datetime) -> Case:
    """A case of long ago, with its last day."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    case = claim.create_case(FACTS | {"arrived_hour": hour}, actor=lead, at=at)
    case.status, case.closed_at, case.closed_by, case.closure_reason = Status.CLOSED, at, lead, Closure.REFERRED
    case.retention_class, case.keep_until = retention_period.get_class_and_last_day(case, timezone.localdate(at))
    case.save()
    PersonGroup.objects.create(case=case, **PEOPLE)
    return case

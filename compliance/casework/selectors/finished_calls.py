"""Calls that a handler finished in their shift."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from compliance.casework import permissions
from compliance.casework.models import Case, Contact
from portal.accounts.models import User

# No shift at the desk is longer (settings.STAFF_SESSION_MAX_MINUTES, and the time to hand over).
SHIFT_LENGTH = timedelta(hours=12)


@dataclass(frozen=True)
class FinishedCall:
    """case: the one that it belongs to, where the handler may open it. is_hidden: it has one that they may not."""

    contact: Contact
    case: Case | None
    is_hidden: bool


def get_finished_calls(handler: User, *, now: datetime) -> list[FinishedCall]:
    """Return their calls of the last 12 hours, in and out, the latest first. Hours only: exact times are sealed."""
    rows = Contact.objects.filter(Q(direction="out") | Q(channel="phone"), handler=handler, hour__gt=now - SHIFT_LENGTH)
    contacts = list(rows.order_by("-hour", "reference"))
    wanted = Case.objects.filter(pk__in=[contact.case_id for contact in contacts if contact.case_id])
    cases = {case.pk: case for case in permissions.openable_cases(wanted, handler)} if contacts else {}
    return [
        FinishedCall(
            contact,
            cases.get(contact.case_id) if contact.case_id else None,
            is_hidden=contact.case_id is not None and contact.case_id not in cases,
        )
        for contact in contacts
    ]

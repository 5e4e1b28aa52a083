"""What leads see: numbers and references, no names of people helped, and no comparison of colleagues' speed."""

from datetime import datetime
from typing import Any

from compliance.casework.choices import Marking
from compliance.casework.models import Case
from compliance.casework.selectors import queue, staff
from compliance.casework.services import unlocking
from portal.accounts.models import User

MAX_SHOWN = 100


def get_overdue(*, now: datetime, reader: User) -> list[Case]:
    """Return what is overdue, the longest over first."""
    late = _open_cases(reader).filter(next_due_at__lt=now).select_related("owner")
    return list(late.order_by("next_due_at")[:MAX_SHOWN])


def sealed_from(user: User) -> list[Case]:
    """Return the open sealed cases that the lead is not named for, and may ask to open."""
    sealed = Case.objects.open().filter(marking=Marking.SEALED).exclude(readers__user=user)
    return list(sealed.order_by("opened_at")[:MAX_SHOWN])


def get_restricted_cases(*, reader: User) -> list[Case]:
    return list(_open_cases(reader).exclude(marking=Marking.CASEWORK).select_related("owner")[:MAX_SHOWN])


def _open_cases(reader: User) -> Any:
    """Open cases but for those that the reader is kept from, in no list and no count; due when the queue says."""
    return queue.open_cases(reader)


def get_locked_out() -> list[User]:
    """Return the people whose five tries are used up."""
    return [person for person in staff.get_staff() if not unlocking.get_tries_left(person)]

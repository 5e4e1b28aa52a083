"""What leads see: numbers and references, no names of people helped, and no comparison of colleagues' speed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from compliance.casework.choices import Marking
from compliance.casework.models import Case
from compliance.casework.selectors import queue, staff
from compliance.casework.services import unlocking
from portal.accounts.models import User

MAX_SHOWN = 100


@dataclass(frozen=True)
class Load:
    person: User | None
    open: int
    with_child: int
    overdue: int


def get_workload(*, now: datetime, reader: User) -> list[Load]:
    """Open cases of each person at the desk, and of nobody; who has none is there too."""
    counted = _open_cases(reader).order_by().values("owner")
    counted = counted.annotate(
        all=Count("pk"),
        children=Count("pk", filter=Q(is_adult=False)),
        late=Count("pk", filter=Q(next_due_at__lt=now)),
    )
    counts: dict[int | None, Any] = {row["owner"]: row for row in counted}
    people: list[User | None] = [None, *staff.get_staff()]
    loads = []
    for person in people:
        row = counts.get(person.pk if person else None, {"all": 0, "children": 0, "late": 0})
        loads.append(Load(person, row["all"], row["children"], row["late"]))
    return loads


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

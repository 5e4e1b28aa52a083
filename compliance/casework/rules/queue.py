"""The one order of the queue: child or age not sure first, then level, then due time, then arrival.

See docs/requirements/helpline.md#queue-order.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from compliance.casework.rules.priorities import ADULT, P1


class Waiting(NamedTuple):
    """What the order rests on, of a new concern or an open case. key: finds the row again; breaks ties."""

    key: str
    age: str
    level: str
    due_at: datetime
    arrived_hour: datetime
    is_case: bool = False

    @property
    def concerns_child(self) -> bool:
        """Return whether it is about a child; not sure counts as child until decided otherwise."""
        return self.age != ADULT


def get_sort_key(row: Waiting) -> tuple[bool, str, datetime, datetime, str]:
    """Return what rows are sorted by; levels sort as their codes do."""
    return not row.concerns_child, row.level, row.due_at, row.arrived_hour, row.key


def sort_waiting(rows: Iterable[Waiting]) -> list[Waiting]:
    return sorted(rows, key=get_sort_key)


def sounds_alarm(row: Waiting) -> bool:
    """Return whether the banner is raised: an adult in immediate danger stands below every child in the queue."""
    return not row.is_case and row.level == P1 and not row.concerns_child


def get_minutes_left(due_at: datetime, now: datetime) -> int:
    """Return whole minutes, negative once it is over; the last begun minute counts as left."""
    return -(-(due_at - now) // timedelta(minutes=1))

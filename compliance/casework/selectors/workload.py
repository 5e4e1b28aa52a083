"""Who has what: the counts of the page of leads, and the rows behind each count.

A count and its rows come from the same two queries, so that they cannot differ.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Value

from compliance.casework.choices import Level, Status
from compliance.casework.selectors import queue, staff
from portal.accounts.models import User


class Part(StrEnum):
    """Which of somebody's rows a count is about."""

    OPEN = "open"
    CHILD = "child"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Load:
    """person: None of what nobody has taken, concerns among it."""

    person: User | None
    open: int
    with_child: int
    overdue: int


class WorkloadRow(NamedTuple):
    """A concern, which has no reference and no status, or a case. No names of people helped."""

    pk: UUID
    due_at: datetime
    level: str
    age: str
    is_case: bool
    reference: str
    status: str

    @property
    def status_label(self) -> str:
        """Return the status in words; empty for a concern."""
        return str(Status(self.status).label) if self.status else ""


def get_workload(*, now: datetime, reader: User) -> list[Load]:
    """Return what nobody has, then what each person at the desk has; who has none is there too."""
    cases = queue.open_cases(reader).order_by().values_list("owner").annotate(**_counts("next_due_at", now))
    counts: dict[int | None, list[int]] = {owner: numbers for owner, *numbers in cases}
    concerns = queue.new_concerns().order_by().aggregate(**_counts("due_at", now)).values()
    counts[None] = [sum(pair) for pair in zip(counts.get(None, [0, 0, 0]), concerns, strict=True)]
    people: list[User | None] = [None, *staff.get_staff()]
    return [Load(person, *counts.get(person.pk if person else None, [0, 0, 0])) for person in people]


def get_rows(*, owner: User | None, part: Part, now: datetime, reader: User) -> list[WorkloadRow]:
    """Return what one count is of, the first due first. owner: None for what nobody has taken."""
    cases = queue.open_cases(reader).filter(_is_in(part, "next_due_at", now), owner=owner).order_by()
    rows = _select(cases, "next_due_at", "level", True, F("reference"), F("status"))
    if owner is None:
        concerns = queue.new_concerns().filter(_is_in(part, "due_at", now)).order_by()
        rows += _select(concerns, "due_at", "triage_level", False, Value(""), Value(""))
    return sorted(rows, key=lambda row: (row.due_at, Level.values.index(row.level)))


def _counts(due: str, now: datetime) -> dict[str, Count]:
    """Return the counts in the order of Part."""
    return {f"{part}_rows": Count("pk", filter=_is_in(part, due, now)) for part in Part}


def _is_in(part: Part, due: str, now: datetime) -> Q:
    match part:
        case Part.CHILD:
            return Q(is_adult=False)
        case Part.OVERDUE:
            return Q(**{f"{due}__lt": now})
        case Part.OPEN:
            return Q(pk__isnull=False)


def _select(
    rows: QuerySet[Any], due: str, level: str, is_case: bool, reference: F | Value, status: F | Value
) -> list[WorkloadRow]:
    columns = rows.values_list("pk", due, level, "age_of_person", Value(is_case), reference, status)
    return [WorkloadRow._make(row) for row in columns]

"""What a case holds together with all that was merged into it (helpline 2.1).

A row stays in the case under whose key it is sealed. Whoever reads, counts or guards a case asks here, so that a name,
a refusal, a task or a referral is not lost by a merge.
"""

from typing import Any
from uuid import UUID

from django.db.models import Manager, Model, QuerySet

from compliance.casework.models import Case, LegalHold


def of[Row: Model](rows: Manager[Row] | QuerySet[Row], case: Case) -> QuerySet[Row]:
    """Of these rows, those of the case and of what was merged into it."""
    return rows.filter(case__in=[part.pk for part in case.parts])


def read(rows: Any, case: Case) -> list[Any]:
    """The same, each with the case that is its own at hand, and that one's key."""
    parts = {part.pk: part for part in case.parts}
    found = list(of(rows, case))
    for row in found:
        row.case = parts[row.case_id]
    return found


def find(rows: Any, case: Case, uuid: UUID) -> Any:
    """One of them; None where the case has no such row."""
    return next(iter(read(rows.filter(pk=uuid), case)), None)


def by_top() -> dict[UUID, UUID]:
    """Each merged case, and the case that it counts for."""
    merged = Case.objects.exclude(merged_into=None).values_list("pk", "merged_into")
    into = {case: other for case, other in merged if other}
    found = {}
    for case in into:
        top = case
        while top in into:
            top = into[top]
        found[case] = top
    return found


def held() -> set[UUID]:
    """Cases that a hold keeps: those on hold, what was merged into them, and what they were merged into."""
    top = by_top()
    tops = {top.get(case, case) for case in LegalHold.objects.filter(lifted_at=None).values_list("case_id", flat=True)}
    return tops | {case for case, into in top.items() if into in tops}

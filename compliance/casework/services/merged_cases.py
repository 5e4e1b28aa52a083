"""What a case holds together with all that was merged into it.

A row stays in the case under whose key it is sealed. Whoever reads, counts or guards a case asks here, so that a name,
a refusal, a task or a referral is not lost by a merge.

See docs/requirements/helpline.md#merged-cases.
"""

from typing import Any
from uuid import UUID

from django.db.models import Manager, Model, QuerySet

from compliance.casework.models import Case, CaseReader, LegalHold


def rows_of_case[Row: Model](rows: Manager[Row] | QuerySet[Row], case: Case) -> QuerySet[Row]:
    """Return, of these rows, those of the case and of what was merged into it."""
    return rows.filter(case__in=[part.pk for part in case.parts])


# Any: rows of any model of a case; a manager of one has no type that says its case.
def read_rows(rows: Any, case: Case) -> list[Any]:
    """Return the same rows, each with the case that is its own at hand, and that one's key."""
    parts = {part.pk: part for part in case.parts}
    row_list = list(rows_of_case(rows, case))
    for row in row_list:
        row.case = parts[row.case_id]
    return row_list


# Any: as in read_rows.
def find_row(rows: Any, case: Case, uuid: UUID) -> Any:
    """Return one of them; None where the case has no such row."""
    return next(iter(read_rows(rows.filter(pk=uuid), case)), None)


def share_access(case: Case) -> None:
    """Give what was merged into a case, which is saved, the same marking, owner and readers, and no others.

    A part is a row of its own that is listed, searched and counted: whoever changes who may open a case asks for this.
    """
    case.forget_parts()
    parts = case.parts[1:]
    if not parts:
        return
    for part in parts:
        part.marking, part.owner_id = case.marking, case.owner_id
    Case.objects.filter(pk__in=[part.pk for part in parts]).update(marking=case.marking, owner=case.owner_id)
    words = list(case.readers.values("user_id", "is_kept_out", "named_by_id", "named_at"))
    CaseReader.objects.filter(case__in=parts).delete()
    CaseReader.objects.bulk_create(CaseReader(case=part, **word) for part in parts for word in words)


def get_merge_targets() -> dict[UUID, UUID]:
    """Return each merged case, and the case that it counts for."""
    merged = Case.objects.filter(merged_into__isnull=False).order_by().values_list("pk", "merged_into")
    into = {case: other for case, other in merged if other}
    targets = {}
    for case in into:
        top = case
        while top in into:
            top = into[top]
        targets[case] = top
    return targets


def get_cases_on_hold() -> set[UUID]:
    """Return the cases that a hold keeps: those on hold, what was merged into them, and what they were merged into."""
    top = get_merge_targets()
    tops = {top.get(case, case) for case in LegalHold.objects.filter(lifted_at=None).values_list("case_id", flat=True)}
    return tops | {case for case, into in top.items() if into in tops}

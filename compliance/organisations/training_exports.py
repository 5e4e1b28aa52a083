"""The download of the team's training: a row for each person and course."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from compliance.organisations.rules.training import CompletionStatus
from compliance.organisations.selectors.training import AssignmentLine
from portal.core.xlsx import Sheet, build_workbook


def get_column_headings() -> tuple[str, ...]:
    """Return the headings of the columns."""
    headings = (_("Person"), _("Email"), _("Role"), _("Course"), _("Group"), _("Due"), _("Completed on"))
    return (*headings, _("Status"), _("Version taken"))


def get_export_rows(lines: Iterable[AssignmentLine]) -> Iterator[list[Any]]:
    """Yield one row for each person and course, with the headings first."""
    status_labels = {
        CompletionStatus.COMPLETED: _("Completed"),
        CompletionStatus.WAITING: _("To do"),
        CompletionStatus.OVERDUE: _("Overdue"),
    }
    for line in lines:
        for person in line.people:
            assignment = line.assignment
            yield [
                person.name,
                person.email,
                person.role,
                assignment.course.title,
                str(assignment.get_group_display()),
                assignment.due_on,
                person.completed_on,
                status_labels[person.status],
                person.version,
            ]


def render_workbook(lines: Iterable[AssignmentLine]) -> bytes:
    """Return the rows as the bytes of an XLSX file."""
    return build_workbook([Sheet(_("Training"), get_column_headings(), get_export_rows(lines))])


def get_csv_rows(lines: Iterable[AssignmentLine]) -> Iterator[Iterable[Any]]:
    """Yield the rows of the CSV file."""
    yield get_column_headings()
    yield from get_export_rows(lines)

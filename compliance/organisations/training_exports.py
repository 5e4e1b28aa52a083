"""The team's training to take away: a row for each person and course."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from compliance.organisations.rules.training import Standing
from compliance.organisations.selectors.training import Line
from portal.core.xlsx import Sheet, workbook_of


def heads() -> tuple[str, ...]:
    return (_("Person"), _("Email"), _("Role"), _("Course"), _("Group"), _("Due"), _("Completed on"), _("Standing"))


def rows(lines: Iterable[Line]) -> Iterator[list[Any]]:
    said = {Standing.COMPLETED: _("Completed"), Standing.WAITING: _("To do"), Standing.OVERDUE: _("Overdue")}
    for line in lines:
        for person in line.people:
            member, assignment = person.membership, line.assignment
            yield [
                str(member.user),
                member.user.email,
                str(member.get_role_display()),
                assignment.course.title,
                str(assignment.get_group_display()),
                assignment.due_on,
                person.completed_on,
                said[person.standing],
            ]


def workbook(lines: Iterable[Line]) -> bytes:
    return workbook_of([Sheet(_("Training"), heads(), rows(lines))])


def table(lines: Iterable[Line]) -> Iterator[Iterable[Any]]:
    yield heads()
    yield from rows(lines)

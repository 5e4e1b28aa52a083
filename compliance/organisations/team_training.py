"""Who was asked to take which course, and who has: assignments joined with what learning.training knows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from compliance.organisations.choices import TrainingGroup
from compliance.organisations.models import Membership, Organisation, TrainingAssignment
from compliance.organisations.rules.training import COUNTS_FOR, Standing, standing
from learning.training import figures
from learning.training.rules.quiz import MINUTES


@dataclass(frozen=True)
class Person:
    membership: Membership
    completed_on: date | None
    standing: Standing

    @property
    def is_overdue(self) -> bool:
        return self.standing == Standing.OVERDUE

    @property
    def is_completed(self) -> bool:
        return self.standing == Standing.COMPLETED


@dataclass(frozen=True)
class Line:
    """One assignment with its people."""

    assignment: TrainingAssignment
    people: Sequence[Person]

    @property
    def completed(self) -> int:
        return sum(person.is_completed for person in self.people)

    @property
    def overdue(self) -> int:
        return sum(person.is_overdue for person in self.people)


@dataclass(frozen=True)
class Taken:
    """An assignment for figures of a year. people: public id of the member and every day of completion."""

    id: str
    course: str
    group: str
    minutes: int
    meant: int
    people: Sequence[tuple[str, date]]


def team(organisation: Organisation, *, today: date) -> list[Line]:
    """Standing assignments with everybody they are for: four queries for any number."""
    members = list(Membership.objects.active().for_organisation(organisation).select_related("user"))
    found = (
        TrainingAssignment.objects.standing()
        .for_organisation(organisation)
        .select_related("course")
        .prefetch_related("members")
    )
    return lines(list(found), members, today=today)


def one(assignment: TrainingAssignment, *, today: date) -> Line:
    members = list(Membership.objects.active().for_organisation(assignment.organisation).select_related("user"))
    return lines([assignment], members, today=today)[0]


def lines(found: Sequence[TrainingAssignment], members: Sequence[Membership], *, today: date) -> list[Line]:
    """One query for what all of them completed."""
    done = figures.last_completions([member.user_id for member in members], [one.course_id for one in found])
    return [Line(one, _people(one, one.meant(members), done, today)) for one in found]


def _people(
    assignment: TrainingAssignment, meant: Iterable[Membership], done: dict[tuple[int, int], date], today: date
) -> list[Person]:
    found = []
    for member in meant:
        completed_on = done.get((member.user_id, assignment.course_id))
        found.append(Person(member, completed_on, standing(completed_on, assignment.due_on, today)))
    return found


def by_group(team_lines: Sequence[Line], *, today: date) -> list[tuple[str, figures.Taught]]:
    """What each group completed in the twelve months to that day, by any course; its name first. Two queries."""
    groups: dict[str, set[int]] = defaultdict(set)
    for line in team_lines:
        groups[line.assignment.group] |= {person.membership.user_id for person in line.people}
    found = figures.counts(groups, first=today - COUNTS_FOR, last=today)
    return [(str(group.label), found[group]) for group in TrainingGroup if group in found]


def own(team_lines: Iterable[Line], membership: Membership) -> list[tuple[TrainingAssignment, Person]]:
    """What one member was asked to take."""
    return [
        (line.assignment, person)
        for line in team_lines
        for person in line.people
        if person.membership.pk == membership.pk
    ]


def taken(organisation: Organisation) -> list[Taken]:
    """Of every assignment, ended ones too, who completed it as a member: five queries for any number.

    People who left count for what they completed before they did.
    """
    members = list(Membership.objects.for_organisation(organisation))
    found = (
        TrainingAssignment.objects.for_organisation(organisation).select_related("course").prefetch_related("members")
    )
    known = {course.pk: course.minutes for course in figures.all_courses()}
    done = figures.completions({member.user_id for member in members})
    return [_taken(assignment, members, done, known) for assignment in found]


def _taken(
    assignment: TrainingAssignment,
    members: Sequence[Membership],
    done: Iterable[figures.Completion],
    minutes: dict[int, int],
) -> Taken:
    meant = {member.user_id: member for member in assignment.meant(members)}
    people = [
        (str(meant[one.user_id].uuid), one.completed_on)
        for one in done
        if one.course_id == assignment.course_id and one.user_id in meant and _was_in(meant[one.user_id], one)
    ]
    return Taken(
        id=str(assignment.uuid),
        course=assignment.course.title,
        group=assignment.group,
        minutes=minutes[assignment.course_id] + MINUTES,
        meant=sum(member.ended_at is None for member in meant.values()),
        people=people,
    )


def _was_in(member: Membership, one: figures.Completion) -> bool:
    return member.ended_at is None or one.completed_on <= timezone.localdate(member.ended_at)

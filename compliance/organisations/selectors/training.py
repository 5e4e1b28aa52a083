"""Who was asked to take which course, and who has: assignments joined with what learning.training knows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from compliance.organisations.models import Membership, Organisation, TrainingAssignment
from compliance.organisations.rules.training import CompletionStatus, CourseCompletions, get_completion_status
from learning.training.rules.quiz import MINUTES
from learning.training.selectors import completions as selectors_completions


@dataclass(frozen=True)
class AssignedPerson:
    membership: Membership
    completed_on: date | None
    standing: CompletionStatus

    @property
    def is_overdue(self) -> bool:
        return self.standing == CompletionStatus.OVERDUE

    @property
    def is_completed(self) -> bool:
        return self.standing == CompletionStatus.COMPLETED


@dataclass(frozen=True)
class AssignmentLine:
    """One assignment with its people."""

    assignment: TrainingAssignment
    people: Sequence[AssignedPerson]

    @property
    def completed(self) -> int:
        return sum(person.is_completed for person in self.people)

    @property
    def overdue(self) -> int:
        return sum(person.is_overdue for person in self.people)


def get_team_assignments(organisation: Organisation, *, today: date) -> list[AssignmentLine]:
    """Standing assignments with everybody they are for: four queries for any number."""
    members = list(Membership.objects.active().for_organisation(organisation).select_related("user"))
    found = (
        TrainingAssignment.objects.standing()
        .for_organisation(organisation)
        .select_related("course")
        .prefetch_related("members")
    )
    return get_assignment_lines(list(found), members, today=today)


def get_assignment_line(assignment: TrainingAssignment, *, today: date) -> AssignmentLine:
    members = list(Membership.objects.active().for_organisation(assignment.organisation).select_related("user"))
    return get_assignment_lines([assignment], members, today=today)[0]


def get_assignment_lines(
    found: Sequence[TrainingAssignment], members: Sequence[Membership], *, today: date
) -> list[AssignmentLine]:
    """One query for what all of them completed."""
    done = selectors_completions.get_last_completions(
        [member.user_id for member in members], [one.course_id for one in found]
    )
    return [AssignmentLine(one, _people(one, one.meant(members), done, today)) for one in found]


def _people(
    assignment: TrainingAssignment, meant: Iterable[Membership], done: dict[tuple[int, int], date], today: date
) -> list[AssignedPerson]:
    found = []
    for member in meant:
        completed_on = done.get((member.user_id, assignment.course_id))
        found.append(
            AssignedPerson(member, completed_on, get_completion_status(completed_on, assignment.due_on, today))
        )
    return found


def get_own_assignments(
    team_lines: Iterable[AssignmentLine], membership: Membership
) -> list[tuple[TrainingAssignment, AssignedPerson]]:
    """What one member was asked to take."""
    return [
        (line.assignment, person)
        for line in team_lines
        for person in line.people
        if person.membership.pk == membership.pk
    ]


def get_course_completions(organisation: Organisation) -> list[CourseCompletions]:
    """Every course that people of a group completed as members, asked for or not: five queries for any number.

    A group is whoever was ever asked for a course as one of it. People who left count for what they completed before
    they did; nobody counts for what they completed before they joined, or with another business.
    """
    members = list(Membership.objects.for_organisation(organisation))
    newest = {member.user_id: member for member in members}
    asked = (
        TrainingAssignment.objects.for_organisation(organisation).select_related("course").prefetch_related("members")
    )
    groups: dict[str, set[int]] = defaultdict(set)
    first_asked: dict[tuple[str, int], str] = {}
    for one in asked:
        groups[one.group] |= {member.user_id for member in one.meant(members)}
        first_asked.setdefault((one.group, one.course_id), str(one.uuid))
    done = _completions_as_members(members)
    return [
        CourseCompletions(
            course=course.title,
            group=group,
            minutes=course.minutes + MINUTES,
            meant=sum(newest[user].ended_at is None for user in users),
            people=[(str(newest[user].uuid), day) for user, day in done[course.pk] if user in users],
            asked=first_asked.get((group, course.pk), ""),
        )
        for course in selectors_completions.get_all_courses()
        for group, users in groups.items()
    ]


def _completions_as_members(members: Sequence[Membership]) -> dict[int, list[tuple[int, date]]]:
    """By course, who completed it on which day while they belonged to the business. Whoever left may come back."""
    stays: dict[int, list[Membership]] = defaultdict(list)
    for member in members:
        stays[member.user_id].append(member)
    found: dict[int, list[tuple[int, date]]] = defaultdict(list)
    for one in selectors_completions.get_completions(stays):
        if any(_was_member_on(member, one.completed_on) for member in stays[one.user_id]):
            found[one.course_id].append((one.user_id, one.completed_on))
    return found


def _was_member_on(member: Membership, day: date) -> bool:
    has_joined = timezone.localdate(member.joined_at) <= day
    return has_joined and (member.ended_at is None or day <= timezone.localdate(member.ended_at))

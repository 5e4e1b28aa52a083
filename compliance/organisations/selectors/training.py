"""The assigned courses and who completed them: assignments joined with what learning.training knows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from compliance.organisations.models import Membership, Organisation, TrainingAssignment
from compliance.organisations.rules.training import CompletionStatus, CourseCompletions, get_completion_status
from learning.training.rules.quiz import MINUTES
from learning.training.selectors import completions


@dataclass(frozen=True)
class AssignedPerson:
    """One member of an assignment, with their completion."""

    membership: Membership
    completed_on: date | None
    status: CompletionStatus

    @property
    def is_overdue(self) -> bool:
        """Return whether the due day is past without a completion."""
        return self.status == CompletionStatus.OVERDUE

    @property
    def is_completed(self) -> bool:
        """Return whether the member completed the course."""
        return self.status == CompletionStatus.COMPLETED


@dataclass(frozen=True)
class AssignmentLine:
    """One assignment with the people it is for."""

    assignment: TrainingAssignment
    people: Sequence[AssignedPerson]

    @property
    def completed(self) -> int:
        """Return how many people completed the course."""
        return sum(person.is_completed for person in self.people)

    @property
    def overdue(self) -> int:
        """Return how many people are overdue."""
        return sum(person.is_overdue for person in self.people)


def get_team_assignments(organisation: Organisation, *, today: date) -> list[AssignmentLine]:
    """Return current assignments with everybody they are for: four queries for any number."""
    members = list(Membership.objects.active().for_organisation(organisation).select_related("user"))
    assignments = (
        TrainingAssignment.objects.current()
        .for_organisation(organisation)
        .select_related("course")
        .prefetch_related("members")
    )
    return get_assignment_lines(list(assignments), members, today=today)


def get_assignment_line(assignment: TrainingAssignment, *, today: date) -> AssignmentLine:
    """Return one assignment with everybody it is for."""
    members = list(Membership.objects.active().for_organisation(assignment.organisation).select_related("user"))
    return get_assignment_lines([assignment], members, today=today)[0]


def get_assignment_lines(
    assignments: Sequence[TrainingAssignment], members: Sequence[Membership], *, today: date
) -> list[AssignmentLine]:
    """Return the assignments with their people; one query finds what all of them completed."""
    completed_on = completions.get_last_completions(
        [member.user_id for member in members], [assignment.course_id for assignment in assignments]
    )
    return [
        AssignmentLine(assignment, _people(assignment, assignment.get_assignees(members), completed_on, today))
        for assignment in assignments
    ]


def _people(
    assignment: TrainingAssignment,
    assignees: Iterable[Membership],
    completed_on_by_key: dict[tuple[int, int], date],
    today: date,
) -> list[AssignedPerson]:
    people = []
    for member in assignees:
        completed_on = completed_on_by_key.get((member.user_id, assignment.course_id))
        people.append(
            AssignedPerson(member, completed_on, get_completion_status(completed_on, assignment.due_on, today))
        )
    return people


def get_own_assignments(
    team_lines: Iterable[AssignmentLine], membership: Membership
) -> list[tuple[TrainingAssignment, AssignedPerson]]:
    """Return what one member is assigned."""
    return [
        (line.assignment, person)
        for line in team_lines
        for person in line.people
        if person.membership.pk == membership.pk
    ]


def get_course_completions(organisation: Organisation) -> list[CourseCompletions]:
    """Return every course that people of a group completed as members, assigned or not: five queries for any number.

    A group is whoever was ever asked for a course as one of it. People who left count for what they completed before
    they did; nobody counts for what they completed before they joined, or with another business.
    """
    members = list(Membership.objects.for_organisation(organisation))
    newest = {member.user_id: member for member in members}
    assignments = (
        TrainingAssignment.objects.for_organisation(organisation).select_related("course").prefetch_related("members")
    )
    groups: dict[str, set[int]] = defaultdict(set)
    first_asked: dict[tuple[str, int], str] = {}
    for assignment in assignments:
        groups[assignment.group] |= {member.user_id for member in assignment.get_assignees(members)}
        first_asked.setdefault((assignment.group, assignment.course_id), str(assignment.uuid))
    completions_by_course = _completions_as_members(members)
    return [
        CourseCompletions(
            course=course.title,
            group=group,
            minutes=course.minutes + MINUTES,
            meant=sum(newest[user].ended_at is None for user in users),
            people=[(str(newest[user].uuid), day) for user, day in completions_by_course[course.pk] if user in users],
            asked=first_asked.get((group, course.pk), ""),
        )
        for course in completions.get_all_courses()
        for group, users in groups.items()
    ]


def _completions_as_members(members: Sequence[Membership]) -> dict[int, list[tuple[int, date]]]:
    """Return by course who completed it on which day while they were members. People who left may come back."""
    memberships: dict[int, list[Membership]] = defaultdict(list)
    for member in members:
        memberships[member.user_id].append(member)
    completions_by_course: dict[int, list[tuple[int, date]]] = defaultdict(list)
    for completion in completions.get_completions(memberships):
        if any(_was_member_on(member, completion.completed_on) for member in memberships[completion.user_id]):
            completions_by_course[completion.course_id].append((completion.user_id, completion.completed_on))
    return completions_by_course


def _was_member_on(member: Membership, day: date) -> bool:
    has_joined = timezone.localdate(member.joined_at) <= day
    return has_joined and (member.ended_at is None or day <= timezone.localdate(member.ended_at))

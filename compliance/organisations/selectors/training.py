"""The assigned courses and who completed them: assignments joined with what learning.training knows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.organisations.models import Learner, Membership, Organisation, TrainingAssignee, TrainingAssignment
from compliance.organisations.rules.training import (
    CompletionStatus,
    CourseCompletions,
    get_completion_status,
    get_expiry,
)
from learning.training.rules.quiz import MINUTES
from learning.training.selectors import completions
from portal.accounts.models import User
from portal.core.prepared import prepared

# So many assignments are counted by one query: SQLite unites no more than 500.
MAX_UNITED = 100


@dataclass(frozen=True)
class AssignedPerson:
    """One member or learner of an assignment, with their completion. expires_on: the last day on which it counts.

    version: of the course, that was taken.
    """

    membership: Membership | None
    completed_on: date | None
    status: CompletionStatus
    learner: Learner | None = None
    expires_on: date | None = None
    version: int | None = None

    @property
    def name(self) -> str:
        return self.learner.name if self.learner else str(self.membership.user)  # type: ignore[union-attr]

    @property
    def email(self) -> str:
        return self.learner.email if self.learner else self.membership.user.email  # type: ignore[union-attr]

    @property
    def role(self) -> str:
        """Return the role in words; a learner has no other."""
        return str(self.membership.get_role_display()) if self.membership else _("Learner")

    @property
    def is_overdue(self) -> bool:
        """Return whether the due day is past without a completion that counts."""
        return self.status == CompletionStatus.OVERDUE

    @property
    def is_completed(self) -> bool:
        """Return whether the person completed the course."""
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


@dataclass(frozen=True)
class Team:
    """Everybody whom an organisation may ask for a course."""

    members: Sequence[Membership]
    learners: Sequence[Learner]


def get_team(organisation: Organisation) -> Team:
    """Return the members and learners of today: two queries. A learner who became a member counts as a member."""
    members = list(Membership.objects.active().for_organisation(organisation).select_related("user"))
    users = {member.user_id for member in members}
    learners = Learner.objects.active().for_organisation(organisation)
    return Team(members, [learner for learner in learners if learner.user_id not in users])


def get_team_assignments(organisation: Organisation, *, today: date) -> list[AssignmentLine]:
    """Return current assignments with everybody they are for: six queries for any number."""
    assignments = (
        TrainingAssignment.objects.current()
        .for_organisation(organisation)
        .select_related("course")
        .prefetch_related("members", "learners")
    )
    return get_assignment_lines(list(assignments), get_team(organisation), today=today)


def get_team_lines(organisation: Organisation, members: Sequence[Membership], *, today: date) -> list[AssignmentLine]:
    """Return current assignments with the members they are for, without learners: two queries; one for none.

    members: all active ones.
    """
    assignments: dict[int, TrainingAssignment] = {}
    named: dict[int, set[int]] = defaultdict(set)
    for row in fetch_assignments_by_member(organisation.pk):
        assignments.setdefault(row.pk, row)
        named[row.pk].add(row.member)
    if not assignments:
        return []
    for key, row in assignments.items():
        own = [member for member in members if member.pk in named[key]]
        vars(row)["_prefetched_objects_cache"] = {"members": own, "learners": []}
    return get_assignment_lines(list(assignments.values()), Team(members, []), today=today)


@dataclass(frozen=True)
class LearnerCounts:
    """How often courses are assigned to learners, and how many of these are completed or overdue."""

    assigned: int = 0
    completed: int = 0
    overdue: int = 0


def count_learner_assignments(
    organisation: Organisation, assignments: Sequence[TrainingAssignment], *, today: date
) -> LearnerCounts:
    """Return what learners of today completed of the assignments: one query for any number; none without learners.

    assignments: of fetch_assignments_by_member, which says whether there are learners. The database counts learners by
    the day of their last completion, so that thousands of them take a row a day.
    """
    counts: Counter[CompletionStatus] = Counter()
    by_key = {one.pk: one for one in assignments if one.has_learners}  # type: ignore[attr-defined]
    for batch in batched(by_key.values(), MAX_UNITED, strict=False):
        parts = [_count_learners(organisation, one) for one in batch]
        for key, day, number in parts[0].union(*parts[1:], all=True).order_by():
            one = by_key[key]
            counts[get_completion_status(day, one.due_on, today, repeat_months=one.repeat_months)] += number
    return LearnerCounts(counts.total(), counts[CompletionStatus.COMPLETED], counts[CompletionStatus.OVERDUE])


def _count_learners(organisation: Organisation, assignment: TrainingAssignment) -> QuerySet[Any]:  # Any: three columns
    members = Membership.objects.active().for_organisation(organisation).filter(user=OuterRef("user"))
    named = TrainingAssignment.learners.through.objects.filter(trainingassignment=assignment.pk).values("learner")
    passes = completions.get_last_passes(assignment.course_id, OuterRef("user")).values(day=TruncDate("sent_at"))
    learners = Learner.objects.active().for_organisation(organisation).filter(~Exists(members))
    learners = learners.filter(Q(group__in=assignment.learner_groups) | Q(pk__in=named)).order_by()
    rows = learners.annotate(assignment=Value(assignment.pk), day=Subquery(passes)).values("assignment", "day")
    return rows.annotate(number=Count("pk")).values_list("assignment", "day", "number")


@prepared
def fetch_assignments_by_member(organisation: int) -> QuerySet[Any]:  # Any: an assignment with one member more
    """Return current assignments with their course, once for each member they name: its primary key, or None.

    has_learners: whether the organisation has any, whatever they are asked for.
    """
    learners = Learner.objects.active().filter(organisation=OuterRef("organisation"))
    rows = TrainingAssignment.objects.current().for_organisation(organisation)
    return rows.annotate(member=F("members"), has_learners=Exists(learners)).select_related("course")


def get_assignment_line(assignment: TrainingAssignment, *, today: date) -> AssignmentLine:
    """Return one assignment with everybody it is for."""
    return get_assignment_lines([assignment], get_team(assignment.organisation), today=today)[0]


def get_assignment_lines(assignments: Sequence[TrainingAssignment], team: Team, *, today: date) -> list[AssignmentLine]:
    """Return the assignments with their people; one query finds what all of them completed."""
    users = [member.user_id for member in team.members]
    users += [learner.user_id for learner in team.learners if learner.user_id]
    last = completions.get_last_completions(users, [assignment.course_id for assignment in assignments])
    return [AssignmentLine(assignment, _people(assignment, team, last, today)) for assignment in assignments]


def _people(
    assignment: TrainingAssignment,
    team: Team,
    last_by_key: Mapping[tuple[int, int], completions.LastCompletion],
    today: date,
) -> list[AssignedPerson]:
    def describe(
        user_id: int | None, *, membership: Membership | None = None, learner: Learner | None = None
    ) -> AssignedPerson:
        last = last_by_key.get((user_id or 0, assignment.course_id))
        completed_on = last.completed_on if last else None
        months = assignment.repeat_months
        return AssignedPerson(
            membership=membership,
            completed_on=completed_on,
            status=get_completion_status(completed_on, assignment.due_on, today, repeat_months=months),
            learner=learner,
            expires_on=get_expiry(completed_on, months),
            version=last.version if last else None,
        )

    members = [describe(member.user_id, membership=member) for member in assignment.get_assignees(team.members)]
    learners = [describe(learner.user_id, learner=learner) for learner in assignment.get_learners(team.learners)]
    return members + learners


def get_own_assignments(
    team_lines: Iterable[AssignmentLine], membership: Membership
) -> list[tuple[TrainingAssignment, AssignedPerson]]:
    """Return what one member is assigned."""
    return [
        (line.assignment, person)
        for line in team_lines
        for person in line.people
        if person.membership and person.membership.pk == membership.pk
    ]


def get_learner_assignments(user: User, *, today: date) -> list[tuple[TrainingAssignment, AssignedPerson]]:
    """Return what organisations ask of a person as a learner, by the day it is due."""
    learners = Learner.objects.active().filter(user=user).select_related("organisation")
    lines = [
        (line.assignment, person)
        for learner in learners
        for line in get_team_assignments(learner.organisation, today=today)
        for person in line.people
        if person.learner and person.learner.pk == learner.pk
    ]
    return sorted(lines, key=lambda line: line[0].due_on)


@dataclass(frozen=True)
class Stay:
    """A time in which a person was with the organisation, as a member or a learner."""

    user_id: int
    person: str
    first: date
    last: date | None


def get_course_completions(organisation: Organisation) -> list[CourseCompletions]:
    """Return every course that people of a group completed while with the organisation, assigned or not: six queries.

    A group is whoever was ever asked for a course as one of it, from the day on which they first were. People who left
    count for what they completed before they did; nobody counts for what they completed before they joined, or with
    another business.
    """
    stays = _get_stays(organisation)
    newest = {stay.user_id: stay for stay in stays}
    since, first_asked = _get_groups(organisation, newest)
    completions_by_course = _completions_of(stays)
    rows = []
    for course in completions.get_all_courses():
        for group, days in since.items():
            taken = [row for row in completions_by_course[course.pk] if row.user_id in days]
            asked, asked_on = first_asked.get((group, course.pk), ("", None))
            rows.append(
                CourseCompletions(
                    course=course.title,
                    group=group,
                    minutes=course.minutes + MINUTES,
                    meant=sum(newest[user].last is None for user in days),
                    people=[(newest[row.user_id].person, row.completed_on) for row in taken],
                    asked=asked,
                    since={newest[user].person: day for user, day in days.items()},
                    minutes_of={(newest[row.user_id].person, row.completed_on): row.minutes for row in taken},
                    asked_on=asked_on,
                )
            )
    return rows


def _get_stays(organisation: Organisation) -> list[Stay]:
    """Return the times of members and of learners with an account, a person's newest last; a member's come last."""
    learners = Learner.objects.for_organisation(organisation).exclude(user=None).order_by("added_at", "pk")
    members = Membership.objects.for_organisation(organisation)
    columns: list[Iterable[tuple[Any, ...]]] = [  # Any: columns of two models
        learners.values_list("user", "uuid", "added_at", "ended_at"),
        members.values_list("user", "uuid", "joined_at", "ended_at"),
    ]
    return [
        Stay(user, str(uuid), timezone.localdate(first), timezone.localdate(last) if last else None)
        for rows in columns
        for user, uuid, first, last in rows
    ]


def _get_groups(
    organisation: Organisation, newest: Mapping[int, Stay]
) -> tuple[dict[str, dict[int, date]], dict[tuple[str, int], tuple[str, date]]]:
    """Return by group who was asked since which day, and by group and course the first assignment with its day."""
    since: dict[str, dict[int, date]] = defaultdict(dict)
    first_asked: dict[tuple[str, int], tuple[str, date]] = {}
    assignments = TrainingAssignment.objects.for_organisation(organisation).order_by("assigned_at", "pk")
    for uuid, group, course, at in assignments.values_list("uuid", "group", "course", "assigned_at"):
        first_asked.setdefault((group, course), (str(uuid), timezone.localdate(at)))
    rows = TrainingAssignee.objects.filter(assignment__organisation=organisation).order_by("since", "pk")
    people = rows.values_list("assignment__group", "membership__user", "learner__user", "since")
    for group, member, learner, at in people:
        user = member or learner
        if user in newest:
            since[group].setdefault(user, timezone.localdate(at))
    return since, first_asked


def _completions_of(stays: Sequence[Stay]) -> dict[int, list[completions.Completion]]:
    """Return by course what people completed while they were with the organisation. People who left may come back."""
    by_user: dict[int, list[Stay]] = defaultdict(list)
    for stay in stays:
        by_user[stay.user_id].append(stay)
    by_course: dict[int, list[completions.Completion]] = defaultdict(list)
    for row in completions.get_completions(by_user):
        if any(_was_there(stay, row.completed_on) for stay in by_user[row.user_id]):
            by_course[row.course_id].append(row)
    return by_course


def _was_there(stay: Stay, day: date) -> bool:
    return stay.first <= day and (stay.last is None or day <= stay.last)

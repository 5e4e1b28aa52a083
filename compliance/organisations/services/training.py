"""Assigning a course, reminding people of it, ending the assignment."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from compliance.organisations.choices import ReminderKind
from compliance.organisations.models import (
    Learner,
    Membership,
    Organisation,
    TrainingAssignee,
    TrainingAssignment,
    TrainingReminder,
)
from compliance.organisations.rules.training import LATE_REMINDER_PERIOD, get_due_reminder, is_refresh_due
from compliance.organisations.selectors.training import AssignedPerson, get_assignment_line
from compliance.organisations.services.learners import link_accounts
from learning.training.models import Course
from learning.training.services.reminders import send_reminder as mail_reminder
from portal.accounts.models import User
from portal.history.services import record

MIN_REMINDER_INTERVAL = timedelta(days=1)


@transaction.atomic
def assign(
    *,
    organisation: Organisation,
    course: Course,
    group: str,
    due_on: date,
    roles: Collection[str],
    members: Collection[Membership],
    actor: User,
    at: datetime,
    learner_groups: Collection[str] = (),
    learners: Collection[Learner] = (),
    repeat_months: int = 0,
) -> TrainingAssignment:
    """Create an assignment and mail everybody it is for who has not completed the course."""
    assignment = TrainingAssignment.objects.create(
        organisation=organisation,
        course=course,
        group=group,
        due_on=due_on,
        roles=sorted(roles),
        learner_groups=sorted(learner_groups),
        repeat_months=repeat_months,
        assigned_by=actor,
        assigned_at=at,
    )
    assignment.members.set(members)
    assignment.learners.set(learners)
    notify_assignees(assignment, at)
    facts = {"course": course.title, "due_on": due_on}
    record(actor, "organisations.training.assigned", organisation, facts, scope=organisation.uuid, at=at)
    return assignment


@transaction.atomic
def end_assignment(*, assignment: TrainingAssignment, actor: User, at: datetime) -> None:
    """End an assignment: no more reminders, and completions stay. A second call changes nothing."""
    if not TrainingAssignment.objects.filter(pk=assignment.pk, ended_at=None).update(ended_at=at):
        return
    organisation, facts = assignment.organisation, {"course": assignment.course.title}
    record(actor, "organisations.training.ended", organisation, facts, scope=organisation.uuid, at=at)


@transaction.atomic
def remind(*, assignment: TrainingAssignment, actor: User, at: datetime) -> int:
    """Mail everybody who has not completed it and got no mail about it in the last day; return how many mails."""
    # The row is the lock: two clicks are one mail each.
    current = TrainingAssignment.objects.select_for_update().current().filter(pk=assignment.pk)
    if not current.exists():
        return 0
    line = get_assignment_line(assignment, today=timezone.localdate(at))
    reminded = _get_reminded(assignment.reminders.filter(sent_at__gt=at - MIN_REMINDER_INTERVAL))
    people = [person for person in line.people if not person.is_completed and _get_key(person) not in reminded]
    for person in people:
        TrainingReminder.objects.update_or_create(
            assignment=assignment,
            membership=person.membership,
            learner=person.learner,
            kind=ReminderKind.BY_HAND,
            defaults={"sent_at": at},
        )
        _send_mail(assignment, person, is_late=timezone.localdate(at) > assignment.due_on)
    if people:
        organisation, facts = assignment.organisation, {"course": assignment.course.title, "count": len(people)}
        record(actor, "organisations.training.reminded", organisation, facts, scope=organisation.uuid, at=at)
    return len(people)


def send_due_reminders(now: datetime) -> int:
    """Remind everybody who is due, each of each kind once; return how many mails."""
    link_accounts()
    earliest = timezone.localdate(now) - LATE_REMINDER_PERIOD - timedelta(days=1)
    current = TrainingAssignment.objects.current().select_related("course", "organisation")
    due = current.filter(Q(due_on__gte=earliest) | Q(repeat_months__gt=0))
    return sum(notify_assignees(assignment, now) for assignment in due)


@transaction.atomic
def notify_assignees(assignment: TrainingAssignment, at: datetime) -> int:
    """Send the reminder that is due, once a person and kind; return how many mails. Whom it is for is written down."""
    today = timezone.localdate(at)
    line = get_assignment_line(assignment, today=today)
    _write_assignees(assignment, line.people, at)
    kind = get_due_reminder(assignment.due_on, today)
    reminded = _get_reminded(assignment.reminders.filter(kind=kind))
    people = line.people if kind else ()
    waiting = [person for person in people if not person.is_completed and _get_key(person) not in reminded]
    return sum(_notify_once(assignment, person, kind, at) for person in waiting) + _send_refreshers(
        assignment, line.people, at
    )


def _send_refreshers(assignment: TrainingAssignment, people: Iterable[AssignedPerson], at: datetime) -> int:
    """Mail people whose completion is about to run out, once for each completion."""
    today = timezone.localdate(at)
    due = [person for person in people if is_refresh_due(person.expires_on, today)]
    if not due:
        return 0
    sent = {
        (row.membership_id, row.learner_id): timezone.localdate(row.sent_at)
        for row in assignment.reminders.filter(kind=ReminderKind.REFRESH)
    }
    count = 0
    for person in due:
        last = sent.get(_get_key(person))
        if last is not None and person.completed_on is not None and last > person.completed_on:
            continue
        TrainingReminder.objects.update_or_create(
            assignment=assignment,
            membership=person.membership,
            learner=person.learner,
            kind=ReminderKind.REFRESH,
            defaults={"sent_at": at},
        )
        _send_mail(assignment, person, is_late=False, expires_on=person.expires_on)
        count += 1
    return count


def _write_assignees(assignment: TrainingAssignment, people: Iterable[AssignedPerson], at: datetime) -> None:
    known = set(assignment.assignees.values_list("membership", "learner"))
    TrainingAssignee.objects.bulk_create(
        [
            TrainingAssignee(assignment=assignment, membership=person.membership, learner=person.learner, since=at)
            for person in people
            if _get_key(person) not in known
        ],
        ignore_conflicts=True,
    )


def _get_key(person: AssignedPerson) -> tuple[int | None, int | None]:
    """Return the keys of the person's membership and learner, one of them None."""
    return person.membership.pk if person.membership else None, person.learner.pk if person.learner else None


def _get_reminded(rows: QuerySet[TrainingReminder]) -> set[tuple[int | None, int | None]]:
    return set(rows.values_list("membership", "learner"))


def _notify_once(assignment: TrainingAssignment, person: AssignedPerson, kind: str, at: datetime) -> int:
    _row, is_new = TrainingReminder.objects.get_or_create(
        assignment=assignment,
        membership=person.membership,
        learner=person.learner,
        kind=kind,
        defaults={"sent_at": at},
    )
    if is_new:
        _send_mail(assignment, person, is_late=kind == ReminderKind.LATE)
    return int(is_new)


def _send_mail(
    assignment: TrainingAssignment, person: AssignedPerson, *, is_late: bool, expires_on: date | None = None
) -> None:
    mail_reminder(
        email=person.email,
        course=assignment.course,
        due_on=assignment.due_on,
        is_late=is_late,
        asked_by=assignment.organisation.name,
        needs_account=person.learner is not None and person.learner.user_id is None,
        expires_on=expires_on,
    )

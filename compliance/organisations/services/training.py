"""Asking people to take a course, reminding them, taking it back."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from compliance.organisations.choices import ReminderKind
from compliance.organisations.models import Membership, Organisation, TrainingAssignment, TrainingReminder
from compliance.organisations.rules.training import LATE_REMINDER_PERIOD, get_due_reminder
from compliance.organisations.selectors import training as selectors_training
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
) -> TrainingAssignment:
    """Also mails everybody it is for who has not completed the course."""
    made = TrainingAssignment.objects.create(
        organisation=organisation,
        course=course,
        group=group,
        due_on=due_on,
        roles=sorted(roles),
        assigned_by=actor,
        assigned_at=at,
    )
    made.members.set(members)
    notify_assignees(made, at)
    facts = {"course": course.title, "due_on": due_on}
    record(actor, "organisations.training.assigned", organisation, facts, scope=organisation.uuid, at=at)
    return made


@transaction.atomic
def end_assignment(*, assignment: TrainingAssignment, actor: User, at: datetime) -> None:
    """Nobody is reminded any more; what people completed stays. A second time changes nothing."""
    if not TrainingAssignment.objects.filter(pk=assignment.pk, ended_at=None).update(ended_at=at):
        return
    own = assignment.organisation
    record(actor, "organisations.training.ended", own, {"course": assignment.course.title}, scope=own.uuid, at=at)


@transaction.atomic
def remind(*, assignment: TrainingAssignment, actor: User, at: datetime) -> int:
    """Mail everybody who has not completed it and got no mail about it in the last day. How many mails."""
    # The row is the lock: two clicks are one mail each.
    standing = TrainingAssignment.objects.select_for_update().standing().filter(pk=assignment.pk)
    if not standing.exists():
        return 0
    line = selectors_training.get_assignment_line(assignment, today=timezone.localdate(at))
    told = set(assignment.reminders.filter(sent_at__gt=at - MIN_REMINDER_INTERVAL).values_list("membership", flat=True))
    waiting = [one.membership for one in line.people if not one.is_completed and one.membership.pk not in told]
    for member in waiting:
        TrainingReminder.objects.update_or_create(
            assignment=assignment, membership=member, kind=ReminderKind.BY_HAND, defaults={"sent_at": at}
        )
        _send_mail(assignment, member, is_late=timezone.localdate(at) > assignment.due_on)
    if waiting:
        own, facts = assignment.organisation, {"course": assignment.course.title, "count": len(waiting)}
        record(actor, "organisations.training.reminded", own, facts, scope=own.uuid, at=at)
    return len(waiting)


def send_due_reminders(now: datetime) -> int:
    """Remind everybody who is due, each of each kind once. How many mails."""
    earliest = timezone.localdate(now) - LATE_REMINDER_PERIOD - timedelta(days=1)
    due = TrainingAssignment.objects.standing().filter(due_on__gte=earliest)
    return sum(notify_assignees(assignment, now) for assignment in due.select_related("course", "organisation"))


@transaction.atomic
def notify_assignees(assignment: TrainingAssignment, at: datetime) -> int:
    """Whoever writes the row first sends the mail."""
    today = timezone.localdate(at)
    kind = get_due_reminder(assignment.due_on, today)
    told = set(assignment.reminders.filter(kind=kind).values_list("membership", flat=True))
    waiting = [
        person.membership
        for person in (selectors_training.get_assignment_line(assignment, today=today).people if kind else ())
        if not person.is_completed and person.membership.pk not in told
    ]
    return sum(_notify_once(assignment, member, kind, at) for member in waiting)


def _notify_once(assignment: TrainingAssignment, member: Membership, kind: str, at: datetime) -> int:
    _row, is_new = TrainingReminder.objects.get_or_create(
        assignment=assignment, membership=member, kind=kind, defaults={"sent_at": at}
    )
    if is_new:
        _send_mail(assignment, member, is_late=kind == ReminderKind.LATE)
    return int(is_new)


def _send_mail(assignment: TrainingAssignment, member: Membership, *, is_late: bool) -> None:
    mail_reminder(
        user=member.user,
        course=assignment.course,
        due_on=assignment.due_on,
        is_late=is_late,
        asked_by=assignment.organisation.name,
    )

"""Assigning a course, reminding people of it, ending the assignment."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from compliance.organisations.choices import ReminderKind
from compliance.organisations.models import Membership, Organisation, TrainingAssignment, TrainingReminder
from compliance.organisations.rules.training import LATE_REMINDER_PERIOD, get_due_reminder
from compliance.organisations.selectors.training import get_assignment_line
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
    """Create an assignment and mail everybody it is for who has not completed the course."""
    assignment = TrainingAssignment.objects.create(
        organisation=organisation,
        course=course,
        group=group,
        due_on=due_on,
        roles=sorted(roles),
        assigned_by=actor,
        assigned_at=at,
    )
    assignment.members.set(members)
    notify_assignees(assignment, at)
    facts = {"course": course.title, "due_on": due_on}
    record(actor, "organisations.training.assigned", organisation, facts, scope=organisation.uuid, at=at)
    return assignment


@transaction.atomic
def end_assignment(*, assignment: TrainingAssignment, actor: User, at: datetime) -> None:
    """End an assignment: no more reminders, and completions stay. A second call changes nothing."""
    if not TrainingAssignment.objects.filter(pk=assignment.pk, ended_at=None).update(ended_at=at):
        return
    organisation = assignment.organisation
    record(
        actor,
        "organisations.training.ended",
        organisation,
        {"course": assignment.course.title},
        scope=organisation.uuid,
        at=at,
    )


@transaction.atomic
def remind(*, assignment: TrainingAssignment, actor: User, at: datetime) -> int:
    """Mail everybody who has not completed it and got no mail about it in the last day; return how many mails."""
    # The row is the lock: two clicks are one mail each.
    current = TrainingAssignment.objects.select_for_update().current().filter(pk=assignment.pk)
    if not current.exists():
        return 0
    line = get_assignment_line(assignment, today=timezone.localdate(at))
    reminded = set(
        assignment.reminders.filter(sent_at__gt=at - MIN_REMINDER_INTERVAL).values_list("membership", flat=True)
    )
    members = [
        person.membership for person in line.people if not person.is_completed and person.membership.pk not in reminded
    ]
    for member in members:
        TrainingReminder.objects.update_or_create(
            assignment=assignment, membership=member, kind=ReminderKind.BY_HAND, defaults={"sent_at": at}
        )
        _send_mail(assignment, member, is_late=timezone.localdate(at) > assignment.due_on)
    if members:
        organisation, facts = assignment.organisation, {"course": assignment.course.title, "count": len(members)}
        record(actor, "organisations.training.reminded", organisation, facts, scope=organisation.uuid, at=at)
    return len(members)


def send_due_reminders(now: datetime) -> int:
    """Remind everybody who is due, each of each kind once; return how many mails."""
    earliest = timezone.localdate(now) - LATE_REMINDER_PERIOD - timedelta(days=1)
    due = TrainingAssignment.objects.current().filter(due_on__gte=earliest)
    return sum(notify_assignees(assignment, now) for assignment in due.select_related("course", "organisation"))


@transaction.atomic
def notify_assignees(assignment: TrainingAssignment, at: datetime) -> int:
    """Send the reminder that is due, once a member and kind; return how many mails."""
    today = timezone.localdate(at)
    kind = get_due_reminder(assignment.due_on, today)
    reminded = set(assignment.reminders.filter(kind=kind).values_list("membership", flat=True))
    members = [
        person.membership
        for person in (get_assignment_line(assignment, today=today).people if kind else ())
        if not person.is_completed and person.membership.pk not in reminded
    ]
    return sum(_notify_once(assignment, member, kind, at) for member in members)


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

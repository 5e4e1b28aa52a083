"""Mails about a course. Each says which and by when, and leads to it; it holds nothing else."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from learning.base.permissions import get_site_administrators
from learning.training.models import Course
from portal.accounts.models import User
from portal.core.mail import send

CHECK_NOTICE = timedelta(days=30)


def send_check_reminders(now: datetime) -> int:
    """Mail each site administrator, 30 days before a course is to be checked, once for each check.

    Return how many mails.
    """
    due = Course.objects.offered().filter(next_check_on__lte=timezone.localdate(now) + CHECK_NOTICE)
    return sum(_ask_for_check(course) for course in due.exclude(reminded_for=F("next_check_on")))


def _ask_for_check(course: Course) -> int:
    """Send the mails: whoever changes the row first does."""
    waiting = Course.objects.filter(pk=course.pk).exclude(reminded_for=course.next_check_on)
    if not waiting.update(reminded_for=course.next_check_on):
        return 0
    facts = {"course": course, "address": f"{settings.SITE_URL}{course.get_absolute_url()}"}
    keepers = list(get_site_administrators())
    for person in keepers:
        send(to=person.email, template="training/check", context=facts)
    return len(keepers)


def send_reminder(*, user: User, course: Course, due_on: date, is_late: bool, asked_by: str) -> None:
    """Queue a mail to the person, once for each call: the caller keeps whether it was sent.

    asked_by: the name of a business.
    """
    address = f"{settings.SITE_URL}{course.get_absolute_url()}"
    facts = {"course": course, "address": address, "due_on": due_on, "is_late": is_late, "asked_by": asked_by}
    send(to=user.email, template="training/reminder", context=facts)

"""Mails about a course. Each says which and by when, and leads to it; it holds nothing else."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from learning.base.admin_addresses import get_edit_address
from learning.base.permissions import get_site_administrators
from learning.training.models import Course
from portal.core.faces import build_address
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
    facts = {"course": course, "address": build_address(get_edit_address(course))}
    keepers = list(get_site_administrators())
    for person in keepers:
        send(to=person.email, template="training/check", context=facts)
    return len(keepers)


def send_reminder(
    *,
    email: str,
    course: Course,
    due_on: date,
    is_late: bool,
    asked_by: str,
    needs_account: bool = False,
    expires_on: date | None = None,
) -> None:
    """Queue a mail to the person, once for each call: the caller keeps whether it was sent.

    asked_by: the name of a business. expires_on: of a completion that has to be renewed.
    """
    facts = {
        "course": course,
        "address": f"{settings.SITE_URL}{course.get_absolute_url()}",
        "due_on": due_on,
        "is_late": is_late,
        "asked_by": asked_by,
        "needs_account": needs_account,
        "expires_on": expires_on,
    }
    send(to=email, template="training/reminder", context=facts)

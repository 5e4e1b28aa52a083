"""Mails about a course. Each says which and by when, and leads to it; it holds nothing else."""

from datetime import date

from django.conf import settings

from learning.training.models import Course
from portal.accounts.models import User
from portal.core.mail import send


def remind(*, user: User, course: Course, due_on: date, is_late: bool, asked_by: str) -> None:
    """Owed to the person once for each call: who calls keeps whether it was sent. asked_by: the name of a business."""
    address = f"{settings.SITE_URL}{course.get_absolute_url()}"
    facts = {"course": course, "address": address, "due_on": due_on, "is_late": is_late, "asked_by": asked_by}
    send(to=user.email, template="training/reminder", context=facts)

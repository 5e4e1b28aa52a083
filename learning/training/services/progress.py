"""Writes of what an account has read."""

from datetime import datetime

from django.db import transaction

from learning.training.models import Attempt, Course, Lesson, LessonRead
from portal.accounts.models import User


def mark_read(*, lesson: Lesson, actor: User, at: datetime) -> None:
    """Record that a lesson was read. The first time counts; a second changes nothing."""
    LessonRead.objects.get_or_create(user=actor, lesson=lesson, defaults={"read_at": at})


@transaction.atomic
def restart(*, course: Course, actor: User) -> None:
    """Leave an earlier version for the current one: its lessons count as unread, an unsent quiz is gone.

    What was passed stays.
    """
    LessonRead.objects.filter(user=actor, lesson__version__course=course, lesson__version__is_current=False).delete()
    Attempt.objects.for_user(actor, course).filter(sent_at=None, version__is_current=False).delete()

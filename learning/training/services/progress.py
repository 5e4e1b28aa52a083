"""Writes of what an account has read."""

from datetime import datetime

from learning.training.models import Lesson, LessonRead
from portal.accounts.models import User


def mark_read(*, lesson: Lesson, actor: User, at: datetime) -> None:
    """Record that a lesson was read. The first time counts; a second changes nothing."""
    LessonRead.objects.get_or_create(user=actor, lesson=lesson, defaults={"read_at": at})

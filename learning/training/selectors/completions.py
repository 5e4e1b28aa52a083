"""What others may ask about courses: a business about its people, the desk about its handlers. Plain values out.

Whoever asks names people by the ids of their accounts, and has made sure that they may know.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from learning.training.choices import Audience
from learning.training.models import Attempt, Course
from learning.training.selectors.catalogue import courses


@dataclass(frozen=True)
class Completion:
    """One passed quiz. minutes: of the course's lessons and its quiz."""

    user_id: int
    course_id: int
    completed_on: date


def completions(user_ids: Collection[int], *, course_ids: Collection[int] | None = None) -> list[Completion]:
    """Every passed quiz of these people, the newest last: one query. course_ids: of these courses only."""
    found = Attempt.objects.passed().filter(user__in=user_ids).order_by("sent_at")
    if course_ids is not None:
        found = found.filter(course__in=course_ids)
    rows = found.values_list("user", "course", "sent_at")
    return [Completion(user, course, timezone.localdate(sent_at)) for user, course, sent_at in rows]


def last_completions(user_ids: Collection[int], course_ids: Collection[int]) -> dict[tuple[int, int], date]:
    """The day of the newest one by person and course: one query."""
    done = completions(user_ids, course_ids=course_ids)
    return {(one.user_id, one.course_id): one.completed_on for one in done}


def has_completed(user: Any, slug: str) -> bool:
    """Whether the person ever passed the quiz of the course of that address: one query."""
    return Attempt.objects.passed().filter(user=user, course__slug=slug).exists()


def offered() -> list[Course]:
    """Courses that a business can ask for, with their minutes: one query. That for the helpline's staff is none."""
    return list(courses().exclude(audience=Audience.HANDLERS))


def all_courses() -> list[Course]:
    """Those that are offered no longer too, with their minutes: one query."""
    return list(Course.objects.with_minutes())

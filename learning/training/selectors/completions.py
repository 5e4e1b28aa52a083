"""Queries of completions for other apps: a business about its people, the desk about its handlers. Plain values out.

Whoever asks names people by the ids of their accounts, and has made sure that they may know.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from learning.training.choices import Audience
from learning.training.models import Attempt, Course
from learning.training.selectors import catalogue


@dataclass(frozen=True)
class Completion:
    """One passed quiz. minutes: of the course's lessons and its quiz."""

    user_id: int
    course_id: int
    completed_on: date


def get_completions(user_ids: Collection[int], *, course_ids: Collection[int] | None = None) -> list[Completion]:
    """Return every passed quiz of these people, the newest last: one query. course_ids: of these courses only."""
    attempts = Attempt.objects.passed().filter(user__in=user_ids).order_by("sent_at")
    if course_ids is not None:
        attempts = attempts.filter(course__in=course_ids)
    rows = attempts.values_list("user", "course", "sent_at")
    return [Completion(user, course, timezone.localdate(sent_at)) for user, course, sent_at in rows]


def get_last_completions(user_ids: Collection[int], course_ids: Collection[int]) -> dict[tuple[int, int], date]:
    """Return the day of the newest one by person and course: one query."""
    done = get_completions(user_ids, course_ids=course_ids)
    return {(row.user_id, row.course_id): row.completed_on for row in done}


def has_completed(user: Any, slug: str) -> bool:
    """Return whether the person ever passed the quiz of the course of that address: one query."""
    return Attempt.objects.passed().filter(user=user, course__slug=slug).exists()


def get_assignable_courses() -> list[Course]:
    """Return courses that a business can ask for, with their minutes: one query. Not the helpline staff's."""
    return list(catalogue.get_offered_courses().exclude(audience=Audience.HANDLERS))


def get_all_courses() -> list[Course]:
    """Return those that are offered no longer too, with their minutes: one query."""
    return list(Course.objects.with_minutes())

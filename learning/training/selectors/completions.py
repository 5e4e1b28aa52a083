"""Queries of completions for other apps: a business about its people, the desk about its handlers. Plain values out.

Whoever asks names people by the ids of their accounts, and has made sure that they may know.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.db.models.expressions import Combinable
from django.utils import timezone

from learning.training.choices import Audience
from learning.training.models import Attempt, Course
from learning.training.selectors import catalogue
from portal.accounts.models import User
from portal.core.prepared import prepared


@dataclass(frozen=True)
class Completion:
    """One passed quiz. minutes: of the lessons and quiz of the version, which is the number of the one taken."""

    user_id: int
    course_id: int
    completed_on: date
    minutes: int
    version: int


def get_completions(user_ids: Collection[int], *, course_ids: Collection[int] | None = None) -> list[Completion]:
    """Return every passed quiz of these people, the newest last: one query. course_ids: of these courses only."""
    attempts = Attempt.objects.passed().filter(user__in=user_ids).order_by("sent_at")
    if course_ids is not None:
        attempts = attempts.filter(course__in=course_ids)
    rows = attempts.values_list("user", "course", "sent_at", "minutes", "version__number")
    return [
        Completion(user, course, timezone.localdate(sent_at), minutes, version)
        for user, course, sent_at, minutes, version in rows
    ]


@dataclass(frozen=True)
class LastCompletion:
    """The newest passed quiz of a person in a course. version: the number of the version taken."""

    completed_on: date
    version: int


def get_last_completions(
    user_ids: Collection[int], course_ids: Collection[int]
) -> dict[tuple[int, int], LastCompletion]:
    """Return the newest one by person and course: one query."""
    if not user_ids or not course_ids:
        return {}
    rows = fetch_passed_attempts(sorted(user_ids), sorted(set(course_ids)))
    return {
        (user, course): LastCompletion(timezone.localdate(sent_at), version) for user, course, sent_at, version in rows
    }


@prepared
def fetch_passed_attempts(
    user_ids: list[int], course_ids: list[int]
) -> QuerySet[Attempt, tuple[int, int, datetime | None, int]]:
    """Return person, course, moment and version of every passed quiz of these people in these courses, the newest
    last.
    """
    attempts = Attempt.objects.passed().filter(user__pk__in=user_ids, course__pk__in=course_ids).order_by("sent_at")
    return attempts.values_list("user", "course", "sent_at", "version__number")


def get_last_passes(course_id: int, user: Combinable) -> QuerySet[Attempt]:
    """Return the newest passed quiz of a course by the person of an outer query, as a subquery.

    user: the outer query's column of accounts.
    """
    return Attempt.objects.passed().filter(course__pk=course_id, user__pk=user).order_by("-sent_at")[:1]


def has_completed(user: User, slug: str) -> bool:
    """Return whether the person ever passed the quiz of the course of that address: one query."""
    return Attempt.objects.passed().filter(user=user, course__slug=slug).exists()


def get_assignable_courses() -> list[Course]:
    """Return courses that a business can ask for, with their minutes: one query. Not the helpline staff's."""
    return list(catalogue.get_offered_courses().exclude(audience=Audience.HANDLERS))


def get_all_courses() -> list[Course]:
    """Return those that are offered no longer too, with their minutes: one query."""
    return list(Course.objects.with_minutes())

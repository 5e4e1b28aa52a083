"""What others may ask about courses: a business about its people, the desk about its handlers. Plain values out.

Whoever asks names people by the ids of their accounts, and has made sure that they may know.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from learning.training.models import Attempt, Course
from learning.training.reading.catalogue import courses
from learning.training.rules.quiz import MINUTES


@dataclass(frozen=True)
class Completion:
    """One passed quiz. minutes: of the course's lessons and its quiz."""

    user_id: int
    course_id: int
    completed_on: date


@dataclass(frozen=True)
class Taught:
    """What a group of people completed in a period. people: each once. minutes: of all that they completed."""

    people: int
    completions: int
    minutes: int
    courses: tuple[str, ...]


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


def counts(groups: Mapping[str, Collection[int]], *, first: date, last: date) -> dict[str, Taught]:
    """By group of people, what they completed from the first day to the last: two queries for any number.

    A course that somebody completed twice in the period counts once.
    """
    everyone = {user for members in groups.values() for user in members}
    begin = timezone.make_aware(datetime.combine(first, time.min))
    end = timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min))
    found = Attempt.objects.passed().filter(user__in=everyone, sent_at__gte=begin, sent_at__lt=end)
    done: dict[int, set[int]] = defaultdict(set)
    for user, course in found.values_list("user", "course"):
        done[user].add(course)
    known = {course.pk: course for course in all_courses()}
    return {
        name: _taught([done[user] for user in set(members) if user in done], known) for name, members in groups.items()
    }


def _taught(done: Iterable[set[int]], known: Mapping[int, Course]) -> Taught:
    done = list(done)
    taken = [known[course] for each in done for course in each]
    minutes = sum(course.minutes + MINUTES for course in taken)
    return Taught(len(done), len(taken), minutes, tuple(sorted({course.title for course in taken})))


def has_completed(user: Any, slug: str) -> bool:
    """Whether the person ever passed the quiz of the course of that address: one query."""
    return Attempt.objects.passed().filter(user=user, course__slug=slug).exists()


def offered() -> list[Course]:
    """Courses that can be assigned, with their minutes: one query."""
    return list(courses())


def all_courses() -> list[Course]:
    """Those that are offered no longer too, with their minutes: one query."""
    return list(Course.objects.with_minutes())

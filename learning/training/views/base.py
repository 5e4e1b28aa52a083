"""Finding what an address names, for every page of a course."""

from typing import Any

from django.http import Http404, HttpRequest

from learning.training.models import Course, Lesson
from learning.training.selectors import catalogue, progress


def course_of(slug: str) -> Course:
    """Raises Http404."""
    if (course := catalogue.find(slug)) is None:
        raise Http404
    return course


def lesson_of(course: Course, slug: str) -> Lesson:
    """Raises Http404."""
    if (lesson := catalogue.find_lesson(course, slug)) is None:
        raise Http404
    return lesson


def lines_of(request: HttpRequest, course: Course) -> list[dict[str, Any]]:
    """The task list: each lesson, its address, and whether it was read."""
    read = progress.read_lessons(request.user)
    return [
        {"lesson": lesson, "address": lesson.address(course), "is_read": lesson.pk in read}
        for lesson in course.in_order
    ]

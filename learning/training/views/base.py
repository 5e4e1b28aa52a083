"""Look-ups shared by all pages of a course."""

from typing import Any

from django.http import Http404, HttpRequest

from learning.training.models import Course, Lesson
from learning.training.selectors import catalogue, progress


def get_course_or_404(slug: str) -> Course:
    """Return the course. Raises Http404."""
    if (course := catalogue.find_course(slug)) is None:
        raise Http404
    return course


def get_lesson_or_404(course: Course, slug: str) -> Lesson:
    """Return the lesson. Raises Http404."""
    if (lesson := catalogue.find_lesson(course, slug)) is None:
        raise Http404
    return lesson


def get_lesson_rows(request: HttpRequest, course: Course) -> list[dict[str, Any]]:
    """Return the task list: each lesson, its address, and whether it was read."""
    read = progress.get_read_lessons(request.user)
    return [
        {"lesson": lesson, "address": lesson.address(course), "is_read": lesson.pk in read}
        for lesson in course.in_order
    ]

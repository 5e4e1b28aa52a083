"""Look-ups shared by all pages of a course."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from learning.training.models import Course, CourseVersion, Lesson
from learning.training.selectors import catalogue, progress


def get_course_or_404(slug: str) -> Course:
    """Return the course. Raises Http404."""
    if (course := catalogue.find_course(slug)) is None:
        raise Http404
    return course


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The version that a visitor takes.

    is_earlier: they began it before the current one was published, and may finish it. has_restarted: they began an
    earlier one, and the current one asks them to start again.
    """

    version: CourseVersion
    is_earlier: bool = False
    has_restarted: bool = False


def get_enrolment_or_404(request: HttpRequest, course: Course) -> Enrolment:
    """Return the version that the visitor began and has not passed, else the current one. Raises Http404."""
    begun = progress.get_begun_version(request.user, course)
    if begun is not None and begun.is_current:
        return Enrolment(begun)
    if begun is not None and progress.is_open_for_learners(begun):
        return Enrolment(begun, is_earlier=True)
    if (current := catalogue.find_current_version(course)) is None:
        raise Http404
    return Enrolment(current, has_restarted=begun is not None)


def get_version_or_404(request: HttpRequest, course: Course) -> CourseVersion:
    """Return the version that the visitor takes. Raises Http404."""
    return get_enrolment_or_404(request, course).version


def get_lesson_or_404(version: CourseVersion, slug: str) -> Lesson:
    """Return the lesson. Raises Http404."""
    if (lesson := catalogue.find_lesson(version, slug)) is None:
        raise Http404
    return lesson


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A line of the task list."""

    lesson: Lesson
    address: str
    is_read: bool


def get_lesson_lines(request: HttpRequest, version: CourseVersion, course: Course) -> list[LessonLine]:
    """Return the task list: each lesson, its address, and whether it was read."""
    read = progress.get_read_lessons(request.user)
    lessons = catalogue.get_lessons(version)
    return [LessonLine(lesson, lesson.address(course), lesson.pk in read) for lesson in lessons]

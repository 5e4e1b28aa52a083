"""Queries of the courses on offer, for pages and for those who assign them."""

from learning.training.choices import Use
from learning.training.models import Course, CourseVersion, Lesson, Question
from learning.training.models.course import CourseQuerySet


def get_offered_courses() -> CourseQuerySet:
    """Return those that are offered, with their minutes."""
    return Course.objects.offered().with_minutes()


def find_course(slug: str) -> Course | None:
    """Return the course that is offered at that address, or None."""
    return get_offered_courses().filter(slug=slug).first()


def find_current_version(course: Course) -> CourseVersion | None:
    """Return the version that a newcomer takes, or None."""
    return CourseVersion.objects.current().filter(course=course).first()


def get_lessons(version: CourseVersion) -> list[Lesson]:
    """Return the lessons in order, without their text."""
    return list(version.lessons.without_text())


def find_lesson(version: CourseVersion, slug: str) -> Lesson | None:
    """Return the lesson of this slug, or None."""
    return version.lessons.filter(slug=slug).first()


def get_check_question(lesson: Lesson) -> Question | None:
    """Return the question at the end of the lesson, or None."""
    return lesson.questions.for_use(Use.CHECK).select_related("lesson").first()

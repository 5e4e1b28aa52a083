"""Queries of the courses on offer, for pages and for those who assign them."""

from django.db.models import Sum

from learning.training.choices import Use
from learning.training.models import Course, Lesson, Question
from learning.training.models.course import CourseQuerySet


def get_offered_courses() -> CourseQuerySet:
    """Return those that are offered, with their minutes."""
    return Course.objects.offered().with_minutes()


def find_course(slug: str) -> Course | None:
    """Return the course with its lessons in order (in_order); None where there is none."""
    return get_offered_courses().with_lessons().filter(slug=slug).first()


def find_lesson(course: Course, slug: str) -> Lesson | None:
    """Return the lesson of this slug that is offered, or None."""
    return Lesson.objects.offered().filter(course=course, slug=slug).first()


def get_check_question(lesson: Lesson) -> Question | None:
    """Return the question at the end of the lesson, or None."""
    return lesson.questions.for_use(Use.CHECK).select_related("lesson").first()


def get_minutes(course: Course) -> int:
    """Return the minutes of its lessons."""
    return course.lessons.offered().aggregate(sum=Sum("minutes", default=0))["sum"]

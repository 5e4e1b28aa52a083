"""What is on offer, for pages and for those who assign it."""

from django.db.models import Sum

from learning.training.choices import Use
from learning.training.models import Course, Lesson, Question
from learning.training.models.course import CourseQuerySet


def courses() -> CourseQuerySet:
    """Those that are offered, with their minutes."""
    return Course.objects.offered().with_minutes()


def find(slug: str) -> Course | None:
    """With its lessons in order (in_order)."""
    return courses().with_lessons().filter(slug=slug).first()


def find_lesson(course: Course, slug: str) -> Lesson | None:
    return Lesson.objects.offered().filter(course=course, slug=slug).first()


def check_of(lesson: Lesson) -> Question | None:
    return lesson.questions.asked(Use.CHECK).select_related("lesson").first()


def minutes_of(course: Course) -> int:
    """Of its lessons."""
    return course.lessons.offered().aggregate(sum=Sum("minutes", default=0))["sum"]

"""How far a person is. Whoever has no account has read nothing that we know of."""

from typing import Any

from learning.training.models import Attempt, AttemptQuestion, Certificate, Course, Lesson, LessonRead
from learning.training.rules.quiz import Try


def read_lessons(user: Any) -> frozenset[int]:
    """Of all courses: one query."""
    if not user.is_authenticated:
        return frozenset()
    return frozenset(LessonRead.objects.filter(user=user).values_list("lesson", flat=True))


def unread(user: Any, course: Course) -> list[Lesson]:
    """Lessons that the quiz still waits for, in order."""
    read = LessonRead.objects.filter(user=user).values("lesson")
    return list(Lesson.objects.offered().filter(course=course).exclude(pk__in=read).defer("body", "sources"))


def tries(user: Any, course: Course) -> list[Try]:
    """Those that were sent, the oldest first."""
    sent = Attempt.objects.of(user, course).exclude(sent_at=None).order_by("number")
    return [Try(number, bool(is_passed)) for number, is_passed in sent.values_list("round", "is_passed")]


def open_attempt(user: Any, course: Course) -> Attempt | None:
    return Attempt.objects.of(user, course).filter(sent_at=None).first()


def last_sent(user: Any, course: Course) -> Attempt | None:
    return Attempt.objects.of(user, course).exclude(sent_at=None).order_by("number").last()


def sent_attempt(user: Any, course: Course, number: int) -> Attempt | None:
    return Attempt.objects.of(user, course).exclude(sent_at=None).filter(number=number).first()


def last_passed(user: Any, course: Course) -> Attempt | None:
    """With its certificate, where there is one."""
    return Attempt.objects.of(user, course).passed().select_related("certificate").order_by("number").last()


def questions_of(attempt: Attempt) -> list[AttemptQuestion]:
    """In order, each with its question and the lesson that it cites: one query."""
    return list(attempt.questions.select_related("question__lesson"))


def passed_courses(user: Any) -> frozenset[int]:
    if not user.is_authenticated:
        return frozenset()
    return frozenset(Attempt.objects.filter(user=user).passed().values_list("course", flat=True))


def own_certificate(user: Any, uuid: Any) -> Certificate | None:
    """Nobody opens another's by its address (security 5, BL08)."""
    return Certificate.objects.filter(attempt__user=user, uuid=uuid).select_related("attempt__course").first()


def certificate_of_code(code: str) -> Certificate | None:
    return Certificate.objects.filter(code=code).first() if code else None

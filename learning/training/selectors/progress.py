"""Queries of a person's progress. Whoever has no account has read nothing that we know of."""

from typing import Any

from learning.training.models import Attempt, AttemptQuestion, Certificate, Course, Lesson, LessonRead
from learning.training.rules.quiz import Try


def get_read_lessons(user: Any) -> frozenset[int]:
    """Return the lessons read, of all courses: one query."""
    if not user.is_authenticated:
        return frozenset()
    return frozenset(LessonRead.objects.filter(user=user).values_list("lesson", flat=True))


def get_unread_lessons(user: Any, course: Course) -> list[Lesson]:
    """Return lessons that the quiz still waits for, in order."""
    read = LessonRead.objects.filter(user=user).values("lesson")
    return list(Lesson.objects.offered().filter(course=course).exclude(pk__in=read).defer("body", "sources"))


def get_tries(user: Any, course: Course) -> list[Try]:
    """Return those that were sent, the oldest first."""
    sent = Attempt.objects.for_user(user, course).exclude(sent_at=None).order_by("number")
    return [Try(number, bool(is_passed)) for number, is_passed in sent.values_list("round", "is_passed")]


def get_open_attempt(user: Any, course: Course) -> Attempt | None:
    """Return the try that was begun and not sent, or None."""
    return Attempt.objects.for_user(user, course).filter(sent_at=None).first()


def get_last_sent_attempt(user: Any, course: Course) -> Attempt | None:
    """Return the newest try that was sent, or None."""
    return Attempt.objects.for_user(user, course).exclude(sent_at=None).order_by("number").last()


def get_sent_attempt(user: Any, course: Course, number: int) -> Attempt | None:
    """Return the try of this number that was sent, or None."""
    return Attempt.objects.for_user(user, course).exclude(sent_at=None).filter(number=number).first()


def get_last_passed_attempt(user: Any, course: Course) -> Attempt | None:
    """Return the last passed try with its certificate, where there is one."""
    return Attempt.objects.for_user(user, course).passed().select_related("certificate").order_by("number").last()


def get_questions(attempt: Attempt) -> list[AttemptQuestion]:
    """Return the questions in order, each with the lesson that it cites: one query."""
    return list(attempt.questions.select_related("question__lesson"))


def get_passed_courses(user: Any) -> frozenset[int]:
    """Return the courses whose quiz the person has passed."""
    if not user.is_authenticated:
        return frozenset()
    return frozenset(Attempt.objects.filter(user=user).passed().values_list("course", flat=True))


def get_own_certificate(user: Any, uuid: Any) -> Certificate | None:
    """Return the person's own certificate: nobody opens another's by its address.

    See docs/requirements/security.md#certificate-codes.
    """
    return Certificate.objects.filter(attempt__user=user, uuid=uuid).select_related("attempt__course").first()


def find_certificate_by_code(code: str) -> Certificate | None:
    """Return the certificate of this code, or None."""
    return Certificate.objects.filter(code=code).first() if code else None

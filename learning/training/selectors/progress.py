"""Queries of a person's progress. Whoever has no account has read nothing that we know of."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from learning.training.models import (
    Attempt,
    AttemptQuestion,
    Certificate,
    Course,
    CourseVersion,
    Lesson,
    LessonRead,
)
from learning.training.rules.quiz import Try
from portal.accounts.current_user import Visitor
from portal.accounts.models import User


def get_begun_version(user: Visitor, course: Course) -> CourseVersion | None:
    """Return the newest version that the person began; None where they passed its quiz, or began none: one query."""
    if not user.is_authenticated:
        return None
    sent = Attempt.objects.filter(user=user, version=OuterRef("pk"))
    read = LessonRead.objects.filter(user=user, lesson__version=OuterRef("pk"))
    versions = CourseVersion.objects.filter(Q(Exists(read)) | Q(Exists(sent)), course=course)
    version = versions.annotate(is_passed=Exists(sent.passed())).order_by("-number").first()
    return None if version is None or version.is_passed else version


def is_open_for_learners(version: CourseVersion) -> bool:
    """Return whether whoever began the version may finish it: no later one asks them to start again."""
    later = CourseVersion.objects.filter(course=version.course_id, number__gt=version.number)
    return not later.filter(must_restart=True).exists()


def get_begun_courses(user: Visitor) -> frozenset[int]:
    """Return the courses of which the person has read a lesson: one query."""
    if not user.is_authenticated:
        return frozenset()
    return frozenset(LessonRead.objects.filter(user=user).values_list("lesson__version__course", flat=True))


def get_read_lessons(user: Visitor) -> frozenset[int]:
    """Return the lessons read, of all courses: one query."""
    if not user.is_authenticated:
        return frozenset()
    return frozenset(LessonRead.objects.filter(user=user).values_list("lesson", flat=True))


def get_unread_lessons(user: User, version: CourseVersion) -> list[Lesson]:
    """Return the lessons of the version that the quiz still waits for, in order."""
    read = LessonRead.objects.filter(user=user).values("lesson")
    return list(version.lessons.without_text().exclude(pk__in=read))


def get_tries(user: User, course: Course) -> list[Try]:
    """Return those that were sent, the oldest first."""
    sent = Attempt.objects.for_user(user, course).exclude(sent_at=None).order_by("number")
    return [Try(number, bool(is_passed)) for number, is_passed in sent.values_list("round", "is_passed")]


def get_open_attempt(user: User, version: CourseVersion) -> Attempt | None:
    """Return the try of the version that was begun and not sent, or None."""
    return Attempt.objects.filter(user=user, version=version, sent_at=None).first()


def get_last_sent_attempt(user: User, course: Course) -> Attempt | None:
    """Return the newest try that was sent, or None."""
    return Attempt.objects.for_user(user, course).exclude(sent_at=None).order_by("number").last()


def get_sent_attempt(user: User, course: Course, number: int) -> Attempt | None:
    """Return the try of this number that was sent, or None."""
    return (
        Attempt.objects.for_user(user, course)
        .exclude(sent_at=None)
        .filter(number=number)
        .select_related("version")
        .first()
    )


def get_last_passed_attempt(user: User, course: Course) -> Attempt | None:
    """Return the last passed try with its certificate, where there is one."""
    return (
        Attempt.objects.for_user(user, course)
        .passed()
        .select_related("certificate", "version")
        .order_by("number")
        .last()
    )


def get_questions(attempt: Attempt) -> list[AttemptQuestion]:
    """Return the questions in order, each with the lesson that it cites: one query."""
    return list(attempt.questions.select_related("question__lesson"))


def get_passed_courses(user: Visitor) -> frozenset[int]:
    """Return the courses whose quiz the person has passed."""
    if not user.is_authenticated:
        return frozenset()
    return frozenset(Attempt.objects.filter(user=user).passed().values_list("course", flat=True))


def get_own_certificate(user: User, uuid: UUID) -> Certificate | None:
    """Return the person's own certificate: nobody opens another's by its address.

    See docs/requirements/security.md#certificate-codes.
    """
    return Certificate.objects.filter(attempt__user=user, uuid=uuid).select_related("attempt__course").first()


def find_certificate_by_code(code: str) -> Certificate | None:
    """Return the certificate of this code, or None."""
    return Certificate.objects.filter(code=code).first() if code else None

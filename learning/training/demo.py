"""The demo's courses, the same as a server's; and how an invented person completes one."""

from datetime import date, datetime
from random import Random

from django.utils import timezone

from learning.training.models import Course, CourseVersion
from learning.training.services import certificates, progress, quiz
from learning.training.services.loading import load_courses
from portal.accounts.models import User


def seed(*, today: date) -> None:
    load_courses(at=timezone.now())


def complete(*, user: User, course: Course, at: datetime) -> None:
    """Complete a course as a person would: every lesson, a quiz with right answers, a certificate."""
    for lesson in course.lessons:
        progress.mark_read(lesson=lesson, actor=user, at=at)
    version = CourseVersion.objects.current().get(course=course)
    attempt = quiz.start_attempt(version=version, actor=user, at=at, chance=Random(user.email))  # noqa: S311 — which questions
    for question in attempt.questions.select_related("question"):
        quiz.save_answer(asked=question, chosen=question.question.right)
    certificates.issue_certificate(attempt=quiz.submit_attempt(attempt=attempt, at=at), name=str(user), at=at)

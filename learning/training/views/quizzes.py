"""Views of the quiz of a course, for people with an account: one question a page, all of them to look through, the
result.
"""

from dataclasses import dataclass
from random import SystemRandom

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from learning.training.forms.certificates import NameForm
from learning.training.forms.questions import QuestionForm
from learning.training.models import Attempt, AttemptQuestion, Course, Lesson
from learning.training.rules import quiz
from learning.training.selectors import progress
from learning.training.services import certificates
from learning.training.services import quiz as trying
from learning.training.services.quiz import Unanswered
from learning.training.views.base import get_course_or_404, get_version_or_404
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import render_form


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    course = get_course_or_404(slug)
    version = get_version_or_404(request, course)
    if request.method == "POST":
        try:
            trying.start_attempt(version=version, actor=request.user, at=timezone.now(), chance=SystemRandom())
        except ActionRefused as error:
            messages.error(request, str(error))
            return redirect(course)
        return redirect("training:question", slug, 1)
    tries = progress.get_tries(request.user, course)
    context = {
        "course": course,
        "waiting": progress.get_unread_lessons(request.user, version),
        "open": progress.get_open_attempt(request.user, version),
        "of": quiz.QUESTION_COUNT,
        "needed": quiz.get_pass_mark(quiz.QUESTION_COUNT),
        "tries_left": quiz.count_tries_left(tries),
        "last": progress.get_last_sent_attempt(request.user, course),
    }
    return render(request, "training/quiz_start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    course = get_course_or_404(slug)
    current = _get_open_attempt(request, course)
    if current is None:
        return redirect("training:quiz", slug)
    attempt, questions = current
    this = next((each for each in questions if each.position == number), None)
    if this is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = QuestionForm(sent, question=this.question, chosen=this.chosen)
    if form.is_valid():
        try:
            trying.save_answer(asked=this, chosen=form.chosen())
        except ActionRefused as error:
            messages.error(request, str(error))
            return redirect("training:quiz", slug)
        is_from_review = "review" in request.GET or number == attempt.of
        return redirect("training:review", slug) if is_from_review else redirect("training:question", slug, number + 1)
    context = {"course": course, "attempt": attempt, "form": form, "number": number}
    return render_form(request, "training/question.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all answers before they are sent; those that are missing are named."""
    course = get_course_or_404(slug)
    current = _get_open_attempt(request, course)
    if current is None:
        return redirect("training:quiz", slug)
    attempt, questions = current
    context: Context = {"course": course, "attempt": attempt, "asked": [_get_line(each) for each in questions]}
    context["missing"] = [each.position for each in questions if each.chosen is None]
    if request.method == "POST":
        try:
            sent = trying.submit_attempt(attempt=attempt, at=timezone.now())
        except Unanswered as error:
            return render(request, "training/review.html", context | {"refused": str(error)}, status=422)
        return redirect("training:result", slug, sent.number)
    return render(request, "training/review.html", context)


@require_safe
def result(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    course = get_course_or_404(slug)
    attempt = _get_sent_attempt(request, course, number)
    questions = progress.get_questions(attempt)
    context = {
        "course": course,
        "attempt": attempt,
        "asked": [_get_result(each, course) for each in questions],
        "needed": quiz.get_pass_mark(attempt.of),
        "tries_left": quiz.count_tries_left(progress.get_tries(request.user, course)),
        "again": progress.get_unread_lessons(request.user, attempt.version),
    }
    return render(request, "training/result.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def certificate(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the name, once for each quiz that was passed."""
    course = get_course_or_404(slug)
    attempt = progress.get_last_passed_attempt(request.user, course)
    if attempt is None:
        messages.error(request, _("Pass the quiz first to get your certificate."))
        return redirect(course)
    if hasattr(attempt, "certificate"):
        return redirect("training:certificate", attempt.certificate.uuid)
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        issued = certificates.issue_certificate(attempt=attempt, name=form.cleaned_data["name"], at=timezone.now())
        return redirect("training:certificate", issued.uuid)
    return render_form(request, "training/name.html", {"course": course, "form": form})


def _get_open_attempt(request: HttpRequest, course: Course) -> tuple[Attempt, list[AttemptQuestion]] | None:
    """Return the open try of the version that they take; answers are taken for no other.

    See docs/requirements/security.md#quiz-order.
    """
    attempt = progress.get_open_attempt(request.user, get_version_or_404(request, course))
    return (attempt, progress.get_questions(attempt)) if attempt else None


def _get_sent_attempt(request: HttpRequest, course: Course, number: int) -> Attempt:
    if (attempt := progress.get_sent_attempt(request.user, course, number)) is None:
        raise Http404
    return attempt


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question of a try and the answers that the person chose, in words."""

    position: int
    question: str
    chosen: list[str]


@dataclass(frozen=True, slots=True)
class ResultLine(QuestionLine):
    """The same once the try was sent: whether it was right, what is, and the lesson that says so."""

    is_right: bool | None
    right: list[str]
    because: SafeString
    lesson: Lesson
    address: str


def _get_line(row: AttemptQuestion) -> QuestionLine:
    return QuestionLine(row.position, row.question.text, _get_chosen(row))


def _get_chosen(row: AttemptQuestion) -> list[str]:
    return [row.question.answers[index]["text"] for index in row.chosen or ()]


def _get_result(row: AttemptQuestion, course: Course) -> ResultLine:
    question = row.question
    return ResultLine(
        position=row.position,
        question=question.text,
        chosen=_get_chosen(row),
        is_right=row.is_right,
        right=[answer["text"] for answer in question.answers if answer["is_right"]],
        because=question.explained(course),
        lesson=question.lesson,
        address=question.lesson.address(course),
    )

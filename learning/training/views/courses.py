"""/training/: the catalogue, a course, a lesson. Everybody may read; what an account has read is kept."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.training.choices import Audience
from learning.training.forms.questions import QuestionForm
from learning.training.models import Course, Lesson, Question
from learning.training.rules import quiz
from learning.training.selectors import catalogue, progress
from learning.training.services import progress as reading
from learning.training.views.base import (
    get_course_or_404,
    get_enrolment_or_404,
    get_lesson_lines,
    get_lesson_or_404,
    get_version_or_404,
)
from portal.core.types import Context
from portal.core.views import render_form


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    begun, passed = progress.get_begun_courses(request.user), progress.get_passed_courses(request.user)
    cards = [
        {
            "course": course,
            "minutes": course.minutes + quiz.MINUTES,
            "is_passed": course.pk in passed,
            "is_begun": course.pk in begun,
        }
        for course in catalogue.get_offered_courses()
    ]
    groups = [(label, [card for card in cards if card["course"].audience == code]) for code, label in Audience.choices]
    return render(request, "training/index.html", {"groups": [group for group in groups if group[1]]})


@require_safe
def course(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_course_or_404(slug)
    enrolment = get_enrolment_or_404(request, row)
    lines = get_lesson_lines(request, enrolment.version, row)
    waiting = [line for line in lines if not line.is_read]
    context: Context = {
        "course": row,
        "enrolment": enrolment,
        "lines": lines,
        "minutes_left": sum(line.lesson.minutes for line in waiting),
        "quiz_minutes": quiz.MINUTES,
        "next": waiting[0] if waiting else None,
        "is_begun": len(waiting) < len(lines),
    }
    if request.user.is_authenticated:
        context["passed"] = progress.get_last_passed_attempt(request.user, row)
    return render(request, "training/course.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest, slug: str, lesson: str) -> HttpResponse:
    """Show the text, then one question. Checking the answer stores nothing; going on stores that the lesson was
    read.
    """
    row = get_course_or_404(slug)
    version = get_version_or_404(request, row)
    this = get_lesson_or_404(version, lesson)
    lessons = catalogue.get_lessons(version)
    question = catalogue.get_check_question(this)
    form = QuestionForm(request.POST if request.method == "POST" else None, question=question) if question else None
    is_answered = form is not None and form.is_valid()
    if "continue" in request.POST and (is_answered or form is None):
        if request.user.is_authenticated:
            reading.mark_read(lesson=this, actor=request.user, at=timezone.now())
        return redirect(_get_next_address(row, lessons, this))
    context = _get_lesson_context(row, lessons, this) | {"form": form, "question": question}
    if form is not None and question is not None and is_answered:
        context |= _get_answer_context(question, form.chosen(), row)
    return render_form(request, "training/lesson.html", context)


@require_POST
def restart(request: HttpRequest, slug: str) -> HttpResponse:
    """Leave the version that the person began for the current one."""
    row = get_course_or_404(slug)
    reading.restart(course=row, actor=request.user)
    messages.success(request, _("You are now on the current version of this course."))
    return redirect(row)


def _get_lesson_context(course: Course, lessons: Sequence[Lesson], lesson: Lesson) -> Context:
    index = next(index for index, each in enumerate(lessons) if each.pk == lesson.pk)
    return {
        "course": course,
        "lesson": lesson,
        "number": index + 1,
        "count": len(lessons),
        "before": lessons[index - 1].address(course) if index else "",
        "is_last": index + 1 == len(lessons),
    }


def _get_answer_context(question: Question, chosen: list[int], course: Course) -> Context:
    return {
        "is_answered": True,
        "is_right": frozenset(chosen) == question.right,
        "right": [answer["text"] for answer in question.answers if answer["is_right"]],
        "because": question.explained(course),
    }


def _get_next_address(course: Course, lessons: Sequence[Lesson], lesson: Lesson) -> str:
    """Return the top of the next lesson; after the last one, the course's page, where the quiz is.

    Without a place of its own, a browser would go on at the place of the form: past the text, at the question.
    """
    index = next(index for index, each in enumerate(lessons) if each.pk == lesson.pk)
    return (
        f"{lessons[index + 1].address(course)}#lesson"
        if index + 1 < len(lessons)
        else f"{course.get_absolute_url()}#quiz"
    )

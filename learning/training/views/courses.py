"""/training/: the catalogue, a course, a lesson. Everybody may read; what an account has read is kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from learning.training.choices import Audience
from learning.training.forms.questions import QuestionForm
from learning.training.models import Course, Lesson, Question
from learning.training.rules import quiz
from learning.training.selectors import catalogue, progress
from learning.training.services.progress import mark_read
from learning.training.views.base import get_course_or_404, get_lesson_or_404, get_lesson_rows
from portal.core.views import render_form


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    read, passed = progress.get_read_lessons(request.user), progress.get_passed_courses(request.user)
    cards = [
        {
            "course": course,
            "minutes": course.minutes + quiz.MINUTES,
            "is_passed": course.pk in passed,
            "is_begun": any(lesson.pk in read for lesson in course.in_order),
        }
        for course in catalogue.get_offered_courses().with_lessons()
    ]
    groups = [(label, [card for card in cards if card["course"].audience == code]) for code, label in Audience.choices]
    return render(request, "training/index.html", {"groups": [group for group in groups if group[1]]})


@require_safe
def course(request: HttpRequest, slug: str) -> HttpResponse:
    row = get_course_or_404(slug)
    lines = get_lesson_rows(request, row)
    waiting = [line for line in lines if not line["is_read"]]
    context: dict[str, Any] = {
        "course": row,
        "lines": lines,
        "minutes_left": sum(line["lesson"].minutes for line in waiting),
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
    this = get_lesson_or_404(row, lesson)
    question = catalogue.get_check_question(this)
    form = QuestionForm(request.POST if request.method == "POST" else None, question=question) if question else None
    is_answered = form is not None and form.is_valid()
    if "continue" in request.POST and (is_answered or form is None):
        if request.user.is_authenticated:
            mark_read(lesson=this, actor=request.user, at=timezone.now())
        return redirect(_after(row, this))
    context = _page(row, this) | {"form": form, "question": question}
    if form is not None and question is not None and is_answered:
        context |= _answered(question, form.chosen(), row)
    return render_form(request, "training/lesson.html", context)


def _page(course: Course, lesson: Lesson) -> dict[str, Any]:
    lessons = course.in_order
    place = next(place for place, each in enumerate(lessons) if each.pk == lesson.pk)
    return {
        "course": course,
        "lesson": lesson,
        "number": place + 1,
        "count": len(lessons),
        "before": lessons[place - 1].address(course) if place else "",
        "is_last": place + 1 == len(lessons),
    }


def _answered(question: Question, chosen: list[int], course: Course) -> dict[str, Any]:
    return {
        "is_answered": True,
        "is_right": frozenset(chosen) == question.right,
        "right": [answer["text"] for answer in question.answers if answer["is_right"]],
        "because": question.explained(course),
    }


def _after(course: Course, lesson: Lesson) -> str:
    """Return the next lesson; after the last one, the course's page, where the quiz is."""
    lessons = course.in_order
    place = next(place for place, each in enumerate(lessons) if each.pk == lesson.pk)
    return lessons[place + 1].address(course) if place + 1 < len(lessons) else f"{course.get_absolute_url()}#quiz"

"""Writes the version that a course becomes when it is published."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.models import Revision

from learning.training.choices import Use
from learning.training.models import Course, CourseVersion, Lesson, Question
from learning.training.rules import reading_time


@transaction.atomic
def create_version(*, course: Course, revision: Revision, at: datetime) -> CourseVersion:
    """Write the lessons and questions of the course as its next version, once for a revision.

    revision: that was published. Earlier versions stay as they are.
    """
    versions = CourseVersion.objects.select_for_update().filter(course=course)
    if (known := versions.filter(revision=revision).first()) is not None:
        return known
    last = versions.order_by("number").last()
    versions.current().update(is_current=False)
    lessons = [block.value for block in course.content]
    minutes = [_measure_minutes(lesson) for lesson in lessons]
    version = CourseVersion.objects.create(
        course=course,
        number=last.number + 1 if last else 1,
        title=course.title,
        minutes=sum(minutes),
        published_at=at,
        revision=revision,
        must_restart=course.must_restart,
    )
    for position, (lesson, count) in enumerate(zip(lessons, minutes, strict=True), start=1):
        _write_lesson(version, lesson, position=position, minutes=count)
    return version


def _measure_minutes(lesson: Any) -> int:  # Any: the value of a block
    """Return the minutes of its text and its question, measured: nobody writes them down."""
    body, check = lesson["body"].get_prep_value(), _get_texts(lesson["check"])
    return reading_time.measure_minutes(
        words=reading_time.count_words(body) + reading_time.count_words(check),
        questions=1,
        media_seconds=sum(block.value.seconds for block in lesson["body"] if block.block_type == "recording"),
    )


def _write_lesson(version: CourseVersion, value: Any, *, position: int, minutes: int) -> None:
    lesson = Lesson.objects.create(
        version=version,
        slug=value["slug"],
        title=value["title"],
        minutes=minutes,
        warning=value["warning"],
        position=position,
        body=value["body"],
        sources=value["sources"],
    )
    questions = [*_read_questions(lesson, Use.CHECK, [value["check"]])]
    questions += _read_questions(lesson, Use.QUIZ, value["questions"])
    Question.objects.bulk_create(questions)


def _read_questions(lesson: Lesson, use: Use, values: Iterable[Any]) -> Iterable[Question]:
    for position, value in enumerate(values, start=1):
        text = value["question"]
        answers = [{"text": each["text"], "is_right": bool(each["is_right"])} for each in value["answers"]]
        # In an order that does not tell which is right, and that stays.
        answers.sort(key=lambda answer, text=text: hashlib.sha256(f"{text} {answer['text']}".encode()).digest())  # type: ignore[misc]
        yield Question(
            lesson=lesson, use=use, position=position, text=text, answers=answers, because=value["because"].source
        )


def _get_texts(question: Any) -> list[str]:
    return [question["question"], question["because"].source, *(answer["text"] for answer in question["answers"])]

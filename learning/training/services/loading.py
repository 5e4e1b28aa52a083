"""Loads our own courses (content/, a folder a course) into the database: a second time nothing is left to do.

course.md holds the head of the course. Each other file is a lesson, in the order of their names: its text, one
:::check at its end, and the :::question blocks that the quiz may ask of it.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from learning.base.citations import get_known_sources
from learning.base.rules.front_matter import QUESTION_KINDS, MalformedContent, Page, read_page
from learning.training.choices import Audience, Use
from learning.training.models import Course, Lesson, Question

CONTENT = Path(__file__).resolve().parents[1] / "content"
HEAD_FILE = "course.md"
MAX_UNCHECKED = timedelta(days=366)
USES = {"check": Use.CHECK, "question": Use.QUIZ}


@dataclass(frozen=True)
class LessonText:
    slug: str
    page: Page

    @property
    def body(self) -> list[dict[str, Any]]:
        return [block for block in self.page.blocks if block["type"] not in QUESTION_KINDS]

    def questions(self, use: Use) -> list[dict[str, Any]]:
        return [block["value"] for block in self.page.blocks if USES.get(block["type"]) == use]


@dataclass(frozen=True)
class CourseText:
    slug: str
    head: dict[str, str]
    lessons: list[LessonText]

    @property
    def fingerprint(self) -> str:
        return _fingerprint(
            [self.head, [[each.slug, each.page.head, each.page.blocks, each.page.sources] for each in self.lessons]]
        )


@dataclass
class LoadReport:
    """Slugs of courses that are new, those brought to a newer edition, and those that are offered no longer."""

    made: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)


def read_courses(folder: Path = CONTENT) -> list[CourseText]:
    """Return our courses in the order of the catalogue. Raises MalformedContent."""
    courses = [_read(path.parent) for path in folder.glob(f"*/{HEAD_FILE}")]
    return sorted(courses, key=lambda course: int(course.head["order"]))


def _read(folder: Path) -> CourseText:
    known = get_known_sources()
    head = read_page((folder / HEAD_FILE).read_text(), known).head
    _demand(head, ("title", "summary", "audience", "order", "checked", "next_check"), folder.name)
    _demand_check(head, folder.name)
    if head["audience"] not in Audience.values:
        raise MalformedContent(f"The course “{folder.name}” is for “{head['audience']}”, which is nobody we know.")
    files = sorted(path for path in folder.glob("*.md") if path.name != HEAD_FILE)
    # The number before a name only orders the files.
    lessons = [LessonText(path.stem.partition("-")[2], read_page(path.read_text(), known)) for path in files]
    for lesson in lessons:
        _demand(lesson.page.head, ("title", "minutes"), f"{folder.name}/{lesson.slug}")
        if len(lesson.questions(Use.CHECK)) != 1:
            raise MalformedContent(f"The lesson “{folder.name}/{lesson.slug}” needs one check question.")
    return CourseText(folder.name, head, lessons)


def _demand(head: dict[str, str], names: Sequence[str], place: str) -> None:
    if missing := [name for name in names if not head.get(name)]:
        raise MalformedContent(f"The head of “{place}” lacks {', '.join(missing)}.")


def _demand_check(head: dict[str, str], place: str) -> None:
    """Require a check: a year from the last check is the longest, as it is of a page."""
    try:
        checked, following = date.fromisoformat(head["checked"]), date.fromisoformat(head["next_check"])
    except ValueError:
        raise MalformedContent(f"The head of “{place}” has a day that is none: write it as 2026-11-26.") from None
    if not checked < following <= checked + MAX_UNCHECKED:
        raise MalformedContent(f"The next check of “{place}” has to be within a year of the last.")


@transaction.atomic
def load_courses(*, at: datetime, folder: Path = CONTENT) -> LoadReport:
    loaded, courses = LoadReport(), read_courses(folder)
    there = {course.slug: course for course in Course.objects.select_for_update()}
    for text in courses:
        before = there.pop(text.slug, None)
        if before is None:
            loaded.made.append(text.slug)
        elif before.fingerprint != text.fingerprint or not before.is_offered:
            loaded.renewed.append(text.slug)
        else:
            continue
        _put(text, at)
    loaded.ended = [course.slug for course in there.values() if course.is_offered]
    Course.objects.filter(slug__in=loaded.ended).update(is_offered=False)
    return loaded


def _put(text: CourseText, at: datetime) -> None:
    facts: dict[str, Any] = {name: text.head[name] for name in ("title", "summary", "audience")}
    facts |= {"warning": text.head.get("warning", ""), "position": int(text.head["order"])}
    facts |= {"language": text.head.get("language", "en")}
    facts |= {
        name: date.fromisoformat(text.head[key])
        for name, key in (("checked_on", "checked"), ("next_check_on", "next_check"))
    }
    facts |= {"is_offered": True, "fingerprint": text.fingerprint, "loaded_at": at}
    course, _is_new = Course.objects.update_or_create(slug=text.slug, defaults=facts)
    lesson_keys = [_put_lesson(course, lesson, place).pk for place, lesson in enumerate(text.lessons, start=1)]
    course.lessons.exclude(pk__in=lesson_keys).update(is_offered=False)


def _put_lesson(course: Course, text: LessonText, position: int) -> Lesson:
    head = text.page.head
    facts = {
        "title": head["title"],
        "minutes": int(head["minutes"]),
        "warning": head.get("warning", ""),
        "position": position,
        "is_offered": True,
        "body": json.dumps(text.body),
        "sources": json.dumps(text.page.sources),
    }
    lesson, _is_new = Lesson.objects.update_or_create(course=course, slug=text.slug, defaults=facts)
    question_keys = [
        _put_question(lesson, use, value, place).pk
        for use in Use
        for place, value in enumerate(text.questions(use), start=1)
    ]
    lesson.questions.exclude(pk__in=question_keys).update(is_current=False)
    return lesson


def _put_question(lesson: Lesson, use: Use, value: dict[str, Any], position: int) -> Question:
    # In an order that the file does not give away, and that stays.
    answers = sorted(value["answers"], key=lambda answer: _fingerprint([value["question"], answer["text"]]))
    words = {"text": value["question"], "answers": answers, "because": value["because"]}
    question, _is_new = Question.objects.update_or_create(
        lesson=lesson,
        use=use,
        key=_fingerprint(words),
        defaults={"position": position, "is_current": True},
        create_defaults=words | {"position": position},
    )
    return question


def _fingerprint(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

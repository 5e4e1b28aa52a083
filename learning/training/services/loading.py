"""Loads our own courses (content/, a folder a course) into the database: a second time nothing is left to do.

A newer text becomes the next version of its course. A course that staff have changed in /cms/ is theirs and stays.

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
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.models import ModelLogEntry

from learning.base.citations import get_known_sources
from learning.base.rules.front_matter import QUESTION_KINDS, MalformedContent, Page, read_page
from learning.training.choices import Audience, Use
from learning.training.models import Course
from portal.core.types import JsonObject

CONTENT = Path(__file__).resolve().parents[1] / "content"
HEAD_FILE = "course.md"
MAX_UNCHECKED = timedelta(days=366)
USES = {"check": Use.CHECK, "question": Use.QUIZ}


@dataclass(frozen=True)
class LessonText:
    slug: str
    page: Page

    @property
    def body(self) -> list[JsonObject]:
        return [block for block in self.page.blocks if block["type"] not in QUESTION_KINDS]

    @property
    def block(self) -> JsonObject:
        """Return the lesson as a block of the course."""
        head = self.page.head
        value: JsonObject = {
            "title": head["title"],
            "slug": self.slug,
            "warning": head.get("warning", ""),
            "body": self.body,
        }
        value |= {"check": self.questions(Use.CHECK)[0], "questions": self.questions(Use.QUIZ)}
        return {"type": "lesson", "value": value | {"sources": self.page.sources}}

    def questions(self, use: Use) -> list[JsonObject]:
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
    """Slugs of courses that are new, those brought to a newer version, those that are editors' own now and were left,
    and those that are offered no longer.
    """

    made: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
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
        raise MalformedContent(
            f"The course “{folder.name}” is for “{head['audience']}”, which is not an audience we know."
        )
    files = sorted(path for path in folder.glob("*.md") if path.name != HEAD_FILE)
    # The number before a name only orders the files.
    lessons = [LessonText(path.stem.partition("-")[2], read_page(path.read_text(), known)) for path in files]
    for lesson in lessons:
        _demand(lesson.page.head, ("title",), f"{folder.name}/{lesson.slug}")
        if len(lesson.questions(Use.CHECK)) != 1:
            raise MalformedContent(f"The lesson “{folder.name}/{lesson.slug}” must have one check question.")
    return CourseText(folder.name, head, lessons)


def _demand(head: dict[str, str], names: Sequence[str], place: str) -> None:
    if missing := [name for name in names if not head.get(name)]:
        raise MalformedContent(f"The head of “{place}” does not have {', '.join(missing)}.")


def _demand_check(head: dict[str, str], place: str) -> None:
    """Require a check: a year from the last check is the longest, as it is of a page."""
    try:
        checked, following = date.fromisoformat(head["checked"]), date.fromisoformat(head["next_check"])
    except ValueError:
        raise MalformedContent(f"The head of “{place}” has an invalid date. Write it like 2026-11-26.") from None
    if not checked < following <= checked + MAX_UNCHECKED:
        raise MalformedContent(f"The next check of “{place}” must be within a year of the last.")


@transaction.atomic
def load_courses(*, at: datetime, folder: Path = CONTENT) -> LoadReport:
    loaded, courses = LoadReport(), read_courses(folder)
    there = {course.slug: course for course in Course.objects.select_for_update()}
    for text in courses:
        course = there.pop(text.slug, None)
        if course is None:
            course = Course(slug=text.slug, live=False)
            loaded.made.append(text.slug)
        elif _is_editors_own(course):
            if course.fingerprint != text.fingerprint:
                loaded.left.append(text.slug)
            continue
        elif course.fingerprint != text.fingerprint or not course.live:
            loaded.renewed.append(text.slug)
        else:
            continue
        _put(course, text, at)
    ended = [course for course in there.values() if course.live and course.fingerprint and not _is_editors_own(course)]
    for course in ended:
        course.unpublish(log_action=False)
        loaded.ended.append(course.slug)
    return loaded


def _is_editors_own(course: Course) -> bool:
    """Return whether a person saved a draft of it, or took it down."""
    by_people = ModelLogEntry.objects.for_instance(course).exclude(user=None)
    return by_people.exists() or course.revisions.exclude(user=None).exists()


def _put(course: Course, text: CourseText, at: datetime) -> None:
    """Publish the text as the next version of the course."""
    for name in ("title", "summary", "audience"):
        setattr(course, name, text.head[name])
    course.warning = text.head.get("warning", "")
    course.position = int(text.head["order"])
    course.language = text.head.get("language", "en")
    course.checked_on = date.fromisoformat(text.head["checked"])
    course.next_check_on = date.fromisoformat(text.head["next_check"])
    course.content = add_block_ids(course.content.stream_block.to_python([lesson.block for lesson in text.lessons]))
    course.fingerprint, course.loaded_at = text.fingerprint, at
    course.save()
    course.save_revision(log_action=False).publish(log_action=False)


def add_block_ids(value: Any) -> Any:  # Any: the value of a block
    """Return the value, which is saved with an id on every block: without, the editor's page mixes them up."""
    if isinstance(value, StreamValue):
        for block in value:
            add_block_ids(block.value)
    elif isinstance(value, ListValue | list):
        for item in value:
            add_block_ids(item)
    elif isinstance(value, StructValue):
        for item in value.values():
            add_block_ids(item)
    return value


def _fingerprint(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

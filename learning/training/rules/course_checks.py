"""Checks of a course before a second person reads it. Pure.

See docs/requirements/experience.md#course-versions.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from learning.training.rules.quiz import QUESTION_COUNT
from portal.core.dates import add_months
from portal.core.types import JsonObject

MAX_MONTHS_UNCHECKED = 12
NO_LESSON = "no_lesson"
FEW_QUESTIONS = "few_questions"
NO_SUCH_SOURCE = "no_such_source"
TYPED_PHONE = "typed_phone"

CITED = re.compile(r"\[(\d{1,2})\]")
# A number that people call. It changes, so a course names the service instead: learning.base.service_phones.
PHONE = re.compile(r"(?<![\w/.-])(?:\+44\s?|0)\d{2,4}[\s-]?\d{3,4}(?:[\s-]?\d{3,4})?(?![\w/-])")


@dataclass(frozen=True)
class Problem:
    """A problem. lesson: its title; empty where it is of the course. quote: the words that it is about."""

    code: str
    lesson: str = ""
    quote: str = ""


def get_latest_next_check(checked_on: date | None, today: date) -> date:
    """Return the last day on which the next check may be: a year after the last check, or after today."""
    return add_months(min(checked_on or today, today), MAX_MONTHS_UNCHECKED)


def find_problems(content: Sequence[JsonObject]) -> list[Problem]:
    """Return what keeps a course from its review. content: the blocks of its lessons, as a stream field keeps them."""
    lessons = [block["value"] for block in content]
    if not lessons:
        return [Problem(NO_LESSON)]
    problems = [problem for lesson in lessons for problem in _check_lesson(lesson)]
    if sum(len(lesson["questions"]) for lesson in lessons) < QUESTION_COUNT:
        problems.append(Problem(FEW_QUESTIONS))
    return problems


def _check_lesson(lesson: JsonObject) -> Iterator[Problem]:
    texts = list(_texts({name: value for name, value in lesson.items() if name != "sources"}))
    cited = sorted({int(number) for text in texts for number in CITED.findall(text)})
    for number in cited:
        if not 1 <= number <= len(lesson["sources"]):
            yield Problem(NO_SUCH_SOURCE, lesson["title"], f"[{number}]")
    for text in texts:
        for match in PHONE.finditer(text):
            yield Problem(TYPED_PHONE, lesson["title"], match[0])


def _texts(content: Any) -> Iterator[str]:  # Any: what JSON holds, nested
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for name, value in content.items():
            if name not in {"type", "id"}:
                yield from _texts(value)
    elif isinstance(content, list | tuple):
        for value in content:
            yield from _texts(value)

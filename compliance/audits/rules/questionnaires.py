"""The questions of a self-assessment, versioned as data, and what an answer says. Pure.

See docs/requirements/suppliers.md#questionnaires.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

EDITIONS = ("2026-1",)
CURRENT_EDITION = EDITIONS[-1]
YES_NO, NUMBER, TEXT = "yes_no", "number", "text"
MAX_NUMBER, MAX_TEXT = 1_000_000, 1000

type Answers = Mapping[str, str | int]


@dataclass(frozen=True)
class Question:
    """kind: yes_no, number or text."""

    code: str
    kind: str
    text: str


@dataclass(frozen=True)
class Topic:
    code: str
    title: str
    questions: tuple[Question, ...]

    def count_answered(self, answers: Answers) -> int:
        """Return how many of its questions are answered."""
        return sum(question.code in answers for question in self.questions)


@dataclass(frozen=True)
class Edition:
    """One edition of the questions, in its topics."""

    code: str
    title: str
    topics: tuple[Topic, ...]

    @property
    def questions(self) -> list[Question]:
        return [question for topic in self.topics for question in topic.questions]

    def get_topic(self, code: str) -> Topic | None:
        return next((topic for topic in self.topics if topic.code == code), None)

    def list_missing(self, answers: Answers) -> list[Question]:
        """Return the questions without an answer; a text may stay empty."""
        return [each for each in self.questions if each.kind != TEXT and each.code not in answers]

    def keep_known(self, answers: Answers) -> dict[str, str | int]:
        """Return the answers to questions of this edition, of an earlier one those that it still asks."""
        codes = {question.code for question in self.questions}
        return {code: answer for code, answer in answers.items() if code in codes}


@cache
def get_edition(code: str) -> Edition:
    """Return an edition; every one that was ever sent stays in EDITIONS. Of a code that is none, return the current."""
    known = code if code in EDITIONS else CURRENT_EDITION
    path = files("compliance.audits").joinpath("data", "questionnaires", f"{known}.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    topics = tuple(
        Topic(
            topic["code"],
            topic["title"],
            tuple(Question(each["code"], each["kind"], each["text"]) for each in topic["questions"]),
        )
        for topic in data["topics"]
    )
    return Edition(data["edition"], data["title"], topics)


# Which answer is a figure of workers, by the field of the register.
WORKER_FIELDS = {
    "workers_total": "total",
    "workers_women": "women",
    "workers_migrant": "migrant_international",
    "workers_agency": "agency",
    "free_housing": "in_provided_housing",
    "pay_age": "youngest_age",
}


def get_worker_figures(answers: Answers) -> dict[str, int]:
    """Return the figures of workers that the answers give, without those that exceed all workers."""
    figures = {field: int(answers[code]) for code, field in WORKER_FIELDS.items() if code in answers}
    total = figures.get("total")
    if total is None:
        return {}
    return {name: n for name, n in figures.items() if name == "youngest_age" or n <= total}

"""Define what is said of a file or a row: a code, the cell it is about, and its sentence's values. Pure."""

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, NotRequired, TypedDict

from django.utils.translation import get_language

from compliance.workbooks.labels import COLUMN_LABELS

LEVELS = {"F": "error", "R": "error", "W": "warning"}
# Groups of workers overlap and people round, so sums that do not fit only warn.
# See docs/requirements/suppliers.md#worker-figures.
WARNING_ONLY_CODES = frozenset({"R020"})
# More would help nobody (decisions, "Commands").
MAX_MESSAGES = 10_000
# A value is shown so far; the rest is in the file.
MAX_VALUE_LENGTH = 100


# The values of a sentence that name a column.
NAMING = ("column", "other")


class MessageJSON(TypedDict):
    """A message as JSON keeps it, with what a page needs beside it. other: the key that a duplicate is like."""

    code: str
    level: str
    sheet: str | None
    row: int | None
    column: str | None
    value: str
    message: str
    field: NotRequired[object]
    other: NotRequired[object]


class FileError(TypedDict):
    """Why a file could not be read."""

    code: str
    message: str


class SheetHead(TypedDict):
    """The first rows of a sheet that a person is asked about, each its number and its cells. lacks: of its audit."""

    sheet: str | None
    rows: list[tuple[int, list[str]]]
    lacks: NotRequired[object]


@dataclass(frozen=True, slots=True)
class Message:
    """Hold a message. row and column are Excel's; both are empty where the whole file or sheet is meant.

    values: what its sentence needs; wording among them is the sentence's key where the code has several, and headings
    those of them that name a column, each as the user's file names it.
    """

    code: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    value: str = ""
    values: dict[str, object] = field(default_factory=dict)
    is_warning: bool = False

    @property
    def level(self) -> str:
        return "warning" if self.is_warning or self.code in WARNING_ONLY_CODES else LEVELS[self.code[0]]

    @property
    def text(self) -> str:
        headings: Any = self.values.get("headings", {})
        sentence = render_sentence(
            str(self.values.get("wording", self.code)), self.values | _labels(self.values) | headings
        )
        return f"{sentence} {self.values.get('because', '')}".strip()

    def as_json(self) -> MessageJSON:
        """Return the message as read_workbook prints it."""
        return {
            "code": self.code,
            "level": self.level,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "message": self.text,
        }


@cache
def load_sentences() -> dict[str, str]:
    """Return the sentences by code."""
    data = files("compliance.workbooks").joinpath("data", "codes.json").read_text(encoding="utf-8")
    return json.loads(data)["codes"]


def _labels(values: dict[str, object]) -> dict[str, str]:
    """Return the columns that a sentence names in words, where they are under the names of the template."""
    names = {key: str(values.get(key)) for key in NAMING}
    language = get_language()
    return {key: _label(name, language) for key, name in names.items() if name in COLUMN_LABELS}


@cache
def _label(name: str, language: str | None) -> str:
    """Return a column in words. language: the one at hand, by which what was translated once is found again."""
    return str(COLUMN_LABELS[name])


class _EmptyDefault(dict):
    """Leave a name without a value empty rather than fail while somebody waits for an answer."""

    def __missing__(self, key: str) -> str:
        return ""


def render_sentence(code: str, values: dict[str, object]) -> str:
    """Return the sentence of a code with its values."""
    return load_sentences()[code].format_map(_EmptyDefault(values)).strip()


def truncate_value(value: object) -> str:
    """Return a value as a message quotes it."""
    text = "" if value is None else str(value)
    return text if len(text) <= MAX_VALUE_LENGTH else text[: MAX_VALUE_LENGTH - 1] + "…"


def render_suggestion(nearest: str) -> str:
    """Return " Did you mean …?" of the allowed value that comes nearest, where there is one.

    See docs/requirements/suppliers.md#did-you-mean.
    """
    return f" Did you mean {nearest}?" if nearest else ""

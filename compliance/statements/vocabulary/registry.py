"""The government registry's own questions and columns, by edition: the day on which its open source was read."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal

from compliance.statements.vocabulary.loading import DATA, items


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the registry's open file.

    shape: text as it stands; yes_no; labels of one option or of several, without "none"; none: whether "none" is the
           answer; countries; person: first name, last name and job title.
    of:    the answers it holds, or the facts beside them. risk: of the risk with this number, from 1.
    """

    column: str
    shape: Literal["text", "yes_no", "labels", "none", "countries", "person"]
    of: tuple[str, ...]
    risk: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One box of a page of the registry, in its own words. part tells the boxes of one question from each other.

    shape: choose one; tick any; write; day: day, month and year apart; search: found and added one at a time.
    """

    page: str
    asked: str
    part: str
    of: str
    shape: Literal["choose", "tick", "write", "day", "search"]


@cache
def columns() -> tuple[Column, ...]:
    return tuple(Column(**(item | {"of": tuple(item["of"])})) for item in items(f"registry/{_newest('columns')}"))


@cache
def questions() -> tuple[Question, ...]:
    return tuple(Question(**item) for item in items(f"registry/{_newest('questions')}"))


def as_of() -> date:
    """Return the day of the questions and columns; the registry may have changed since."""
    return date.fromisoformat(str(_head()["edition"]))


@cache
def _head() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((DATA / f"registry/{_newest('columns')}.json").read_text(encoding="utf-8"))
    return data


def _newest(kind: str) -> str:
    return max(path.stem for path in (DATA / "registry").glob(f"{kind}_*.json"))

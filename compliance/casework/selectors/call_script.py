"""The script beside the form of a call: lines are data with a reviewer and a date, never words of a template."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Line:
    """text: in English; pass it through gettext where it is shown."""

    code: str
    text: str


@dataclass(frozen=True)
class Section:
    code: str
    title: str
    is_ordered: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Script:
    """review_due_on: from that day on the page says that a review is overdue."""

    reviewed_by: str
    reviewed_on: date
    review_due_on: date
    sections: tuple[Section, ...]

    def is_review_overdue(self, today: date) -> bool:
        return today >= self.review_due_on


@cache
def load_call_script() -> Script:
    """Return the script of compliance/casework/data/call_script.json."""
    text = files("compliance.casework").joinpath("data", "call_script.json").read_text(encoding="utf-8")
    data = json.loads(text)
    return Script(
        reviewed_by=data["reviewed_by"],
        reviewed_on=date.fromisoformat(data["reviewed_on"]),
        review_due_on=date.fromisoformat(data["review_due_on"]),
        sections=tuple(_section(row) for row in data["sections"]),
    )


def _section(row: dict) -> Section:
    return Section(row["code"], row["title"], row["is_ordered"], tuple(Line(**line) for line in row["lines"]))

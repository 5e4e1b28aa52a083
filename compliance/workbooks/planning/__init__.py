"""Plan what a row would do to a register: pure comparisons of what it says with what is kept.

A plan's changes are {"supplier": {"is_new": …, "fields": {name: [old, new]}}, …}; only filled cells change anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from compliance.workbooks.choices import Outcome
from compliance.workbooks.messages import Message

# Any: a cell or a field may hold a text, a number, a day, a list or nothing.
type Fields = dict[str, Any]
type Values = Mapping[str, Any]
type Changes = dict[str, Fields]
type Say = Callable[..., None]


@dataclass(slots=True)
class Plan:
    """Hold what a row would do."""

    outcome: Outcome
    changes: Changes = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)


def diff_fields(current: Fields | None, wanted: Fields) -> Fields | None:
    """Return what would change, or None. current is None for a record that is new."""
    before = current or {}
    fields = {name: [before.get(name), value] for name, value in wanted.items() if before.get(name) != value}
    return {"is_new": current is None, "fields": fields} if fields or current is None else None


def get_outcome(changes: Changes) -> Outcome:
    """Return what the changes of a row amount to."""
    if any(change["is_new"] for change in changes.values()):
        return Outcome.ADD
    return Outcome.CHANGE if changes else Outcome.SAME


def add_days(day: object, days: int | None) -> str | None:
    """Return so many days after a day; None where one of them is not known."""
    return None if not day or days is None else (date.fromisoformat(str(day)) + timedelta(days=days)).isoformat()

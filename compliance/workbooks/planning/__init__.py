"""What a row would do to a register: pure comparisons of what it says with what is kept.

A plan's changes are {"supplier": {"is_new": …, "fields": {name: [old, new]}}, …}; only filled cells change anything.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from compliance.workbooks.choices import Outcome
from compliance.workbooks.messages import Message

type Fields = dict[str, Any]
type Changes = dict[str, dict[str, Any]]


@dataclass(slots=True)
class Plan:
    outcome: Outcome
    changes: Changes = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)


def diff_fields(kept: Fields | None, wanted: Fields) -> dict[str, Any] | None:
    """What would change, or None. kept is None for a record that is new."""
    before = kept or {}
    fields = {name: [before.get(name), value] for name, value in wanted.items() if before.get(name) != value}
    return {"is_new": kept is None, "fields": fields} if fields or kept is None else None


def get_outcome(changes: Changes) -> Outcome:
    if any(change["is_new"] for change in changes.values()):
        return Outcome.ADD
    return Outcome.CHANGE if changes else Outcome.SAME


def add_days(day: Any, days: int | None) -> str | None:
    """So many days after a day; None where one of them is not known."""
    return None if not day or days is None else (date.fromisoformat(str(day)) + timedelta(days=days)).isoformat()

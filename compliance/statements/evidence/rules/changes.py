"""What differs between rows frozen with a piece of evidence and the same rows now."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from compliance.statements.evidence.rules.suggestion import Row
from compliance.statements.types import FrozenRow

GONE, ADDED, CHANGED = "gone", "added", "changed"


@dataclass(frozen=True)
class Change:
    """kind: gone (deleted, or it no longer counts), added since, or changed in a field from old to new."""

    kind: str
    row: Row
    field: str = ""
    old: Any = None
    new: Any = None


def freeze_row(row: Row) -> FrozenRow:
    return {"type": row.type, "id": row.id, "label": row.label, "values": dict(row.values), "audit": row.audit}


def thaw_row(frozen: FrozenRow) -> Row:
    return Row(frozen["type"], frozen["id"], frozen["label"], frozen["values"], frozen.get("audit", ""))


def compare_rows(then: Iterable[Row], now: Iterable[Row]) -> list[Change]:
    """Return the changes in the order of the frozen rows, new ones last. A row's new name is not a change."""
    before = {(row.type, row.id): row for row in then}
    after = {(row.type, row.id): row for row in now}
    differences: list[Change] = []
    for key, row in before.items():
        if key not in after:
            differences.append(Change(GONE, row))
        else:
            differences += _fields(row, after[key])
    return differences + [Change(ADDED, row) for key, row in after.items() if key not in before]


def _fields(then: Row, now: Row) -> list[Change]:
    names = [*then.values, *(name for name in now.values if name not in then.values)]
    return [
        Change(CHANGED, now, name, then.values.get(name), now.values.get(name))
        for name in names
        if then.values.get(name) != now.values.get(name)
    ]

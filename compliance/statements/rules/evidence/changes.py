"""What differs between rows frozen with a piece of evidence and the same rows now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from compliance.statements.rules.evidence.suggestion import Row

GONE, ADDED, CHANGED = "gone", "added", "changed"


@dataclass(frozen=True)
class Change:
    """kind: gone (deleted, or it no longer counts), added since, or changed in a field from old to new."""

    kind: str
    row: Row
    field: str = ""
    old: Any = None
    new: Any = None


def frozen(row: Row) -> dict[str, Any]:
    return {"type": row.type, "id": row.id, "label": row.label, "values": dict(row.values), "audit": row.audit}


def thawed(kept: Mapping[str, Any]) -> Row:
    return Row(kept["type"], kept["id"], kept["label"], kept["values"], kept.get("audit", ""))


def changes(then: Iterable[Row], now: Iterable[Row]) -> list[Change]:
    """In the order of the frozen rows, what is new last. A row's new name is no change of what it says."""
    before = {(row.type, row.id): row for row in then}
    after = {(row.type, row.id): row for row in now}
    found: list[Change] = []
    for key, row in before.items():
        if key not in after:
            found.append(Change(GONE, row))
        else:
            found += _fields(row, after[key])
    return found + [Change(ADDED, row) for key, row in after.items() if key not in before]


def _fields(then: Row, now: Row) -> list[Change]:
    names = [*then.values, *(name for name in now.values if name not in then.values)]
    return [
        Change(CHANGED, now, name, then.values.get(name), now.values.get(name))
        for name in names
        if then.values.get(name) != now.values.get(name)
    ]

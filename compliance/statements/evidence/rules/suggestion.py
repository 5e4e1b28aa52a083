"""A suggestion: what it says in numbers, which rows it rests on, and what is too small to be said in public."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from compliance.statements.choices import EvidenceKind

# Smaller counts could point at a person, a site or whoever spoke to an auditor: they are worded, not told.
MIN_PEOPLE = 10
MIN_FINDINGS = 5
MIN_SITES = 3


def suppress_small(number: int, least: int) -> int | None:
    """Return the number as it may be published; None for one that is small and not nought."""
    return number if number == 0 or number >= least else None


@dataclass(frozen=True)
class Row:
    """A row of a register as it stood. type: the name of its model in small letters. audit: where it can be read."""

    type: str
    id: str
    label: str
    values: Mapping[str, Any]
    audit: str = ""


@dataclass(frozen=True)
class Figure:
    """A measure for the list of measures. code names it; the words are elsewhere."""

    code: str
    value: str
    is_outcome: bool = False


@dataclass(frozen=True)
class Suggestion:
    """disclosure: the point it supports. answers: codes to tick, by question of the registry.

    of: the row it is about, where it is about one. cautions: codes of what to think of before it is used.
    """

    kind: EvidenceKind
    disclosure: str
    numbers: Mapping[str, Any]
    rows: Sequence[Row]
    figure: Figure | None = None
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    cautions: Sequence[str] = ()
    of: str = ""

    @property
    def digest(self) -> str:
        """Return what tells two suggestions of one kind apart: whoever accepts one accepts what they saw."""
        seen = {"numbers": self.numbers, "rows": [[row.type, row.id, row.values] for row in self.rows]}
        return fingerprint({"kind": self.kind.value, "answers": self.answers, **seen})[:16]


def fingerprint(values: object) -> str:
    """Return the SHA-256 of the values as JSON with sorted keys."""
    plain = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
    return hashlib.sha256(plain.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value)} is no plain value")

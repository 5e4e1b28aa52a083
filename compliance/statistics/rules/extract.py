"""The canonical text of an extract: the same facts are the same bytes, whatever order they were read in.

An extract has, for each unit of count, rows of coded facts with a number each. Equal rows are one row with the sum of
their numbers, so that no row says which case or contact it is of.

See docs/requirements/statistics.md#extracts.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

FORMAT = 1

type Fact = tuple[str | tuple[str, ...], ...]


@dataclass(frozen=True)
class UnitRows:
    """Facts of one unit. columns: names of what each fact says, month the first of them."""

    columns: tuple[str, ...]
    rows: Mapping[Fact, int]


def add_up(columns: Sequence[str], facts: Iterable[tuple[Fact, int]]) -> UnitRows:
    """Return the rows of a unit. facts: with a number each; equal ones are added, and those of 0 are left out."""
    rows: Counter[Fact] = Counter()
    for fact, number in facts:
        rows[fact] += number
    return UnitRows(tuple(columns), {fact: number for fact, number in rows.items() if number})


def merge(extracts: Iterable[Mapping[str, UnitRows]]) -> dict[str, UnitRows]:
    """Return the rows of several extracts together, such as those of three months for their quarter."""
    merged: dict[str, UnitRows] = {}
    for extract in extracts:
        for unit, rows in extract.items():
            before = merged[unit].rows if unit in merged else {}
            merged[unit] = add_up(rows.columns, [*before.items(), *rows.rows.items()])
    return merged


def write_extract(period: str, units: Mapping[str, UnitRows]) -> str:
    """Return the text that is hashed and stored. period: the code of the period that the facts are of."""
    return canonical_json(
        {
            "format": FORMAT,
            "period": period,
            "units": {
                unit: {"columns": list(rows.columns), "rows": _sorted_rows(rows)} for unit, rows in units.items()
            },
        }
    )


def read_extract(text: str) -> dict[str, UnitRows]:
    """Return the rows of an extract by unit. Raises ValueError for a text of another format."""
    data = json.loads(text)
    if data.get("format") != FORMAT:
        raise ValueError("This extract is in a format that cannot be read.")
    return {
        unit: UnitRows(
            tuple(rows["columns"]),
            {tuple(tuple(value) if isinstance(value, list) else value for value in row[:-1]): row[-1]
             for row in rows["rows"]},
        )
        for unit, rows in data["units"].items()
    }  # fmt: skip


# Any: whatever JSON can hold.
def canonical_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def compute_hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _sorted_rows(rows: UnitRows) -> list[list[Any]]:
    return sorted(([*fact, number] for fact, number in rows.rows.items()), key=canonical_json)

"""The text of a release: what is published of its tables, canonical, so that a rebuilt release is the same bytes.

    {"release": "2026-q1", "period": "2026-q1", "rule_set": 1, "median_waits": [["2026-01", 14], …], "tables": [
      {"id": …, "unit": …, "dimensions": [["channel", ["phone", …]]], "rounded_to": null, "cells": [12, "c", …]}]}

cells are in the order of TableSpec.cells_and_totals(): a number, or a symbol in its place. Why a cell is hidden is not
in it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compliance.statistics.rules.extract import canonical_json
from compliance.statistics.rules.periods import parse_period
from compliance.statistics.rules.tables import Cell, Dimension, PublishedTable, Release, Symbol, TableSpec


@dataclass(frozen=True)
class ReleaseContent:
    """median_waits: seconds that half of the callers waited no longer than, by month."""

    release: Release
    rule_set: int
    median_waits: Mapping[str, int]


def write_content(content: ReleaseContent) -> str:
    """Return the text that is hashed, stored and published."""
    release = content.release
    return canonical_json(
        {
            "release": release.id,
            "period": release.period.code,
            "rule_set": content.rule_set,
            "median_waits": sorted([month, seconds] for month, seconds in content.median_waits.items()),
            "tables": [_write_table(table) for table in release.tables],
        }
    )


def read_content(text: str) -> ReleaseContent:
    """Return what write_content wrote; reasons are not in the text, so that cells have none."""
    data = json.loads(text)
    tables = tuple(_read_table(table) for table in data["tables"])
    return ReleaseContent(
        Release(data["release"], parse_period(data["period"]), tables),
        data["rule_set"],
        dict(data["median_waits"]),
    )


def _write_table(table: PublishedTable) -> dict[str, Any]:
    spec = table.spec
    cells = [table.cells[index] for index in spec.cells_and_totals()]
    return {
        "id": spec.id,
        "unit": spec.unit,
        "dimensions": [[dimension.name, list(dimension.labels)] for dimension in spec.dimensions],
        "rounded_to": table.rounded_to,
        "cells": [cell.symbol.value if cell.value is None else cell.value for cell in cells],
    }


def _read_table(data: Mapping[str, Any]) -> PublishedTable:
    dimensions = tuple(Dimension(name, tuple(labels)) for name, labels in data["dimensions"])
    spec = TableSpec(data["id"], data["unit"], dimensions)
    return PublishedTable(spec, _read_cells(spec, data["cells"]), data["rounded_to"])


def _read_cells(spec: TableSpec, cells: Sequence[int | str]) -> dict[tuple[str, ...], Cell]:
    return {
        index: Cell(cell) if isinstance(cell, int) else Cell(None, Symbol(cell))
        for index, cell in zip(spec.cells_and_totals(), cells, strict=True)
    }

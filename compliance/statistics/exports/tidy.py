"""Every number of a release as a row of one long table: CSV, its description for programs (CSVW), and JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from compliance.statistics.labels import label_period
from compliance.statistics.models import Release
from compliance.statistics.presenters.labels import format_month_code
from compliance.statistics.presenters.release_page import LICENCE, get_address, is_provisional
from compliance.statistics.presenters.tables import PROVISIONAL, REVISED, WAITS, Revised
from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.release_content import ReleaseContent, read_content
from compliance.statistics.rules.rule_set import RuleSet
from compliance.statistics.rules.tables import TOTAL, Index, PublishedTable
from portal.core.api.responses import to_json_bytes
from portal.core.csv_cells import render_csv


@dataclass(frozen=True)
class Column:
    """A column of the CSV. datatype: of CSVW. is_needed: it is never empty."""

    name: str
    title: str
    about: str
    datatype: str = "string"
    is_needed: bool = False


COLUMNS = (
    Column("release", "Release", "The release, such as 2026-q1, or 2026-q1-2 for its first revision", is_needed=True),
    Column("period_start", "First day", "The first day of the period", "date", is_needed=True),
    Column("period_end", "Last day", "The last day of the period", "date", is_needed=True),
    Column("table", "Table", "The table’s name, the same in every release", is_needed=True),
    Column("unit", "Unit", "What is counted", is_needed=True),
    Column("dimension_1", "First dimension", "What the first code is about", is_needed=True),
    Column("code_1", "First code", "The group, or “total” for all groups", is_needed=True),
    Column("label_1", "First label", "The group in words", is_needed=True),
    Column("dimension_2", "Second dimension", "What the second code is about; empty if the table has one dimension"),
    Column("code_2", "Second code", "The group, or “total” for all groups"),
    Column("label_2", "Second label", "The group in words"),
    Column("value", "Value", "The number; empty where it is hidden", "integer"),
    Column("symbols", "Symbols", "The number’s symbols, separated by spaces"),
    Column(
        "rounded_to", "Rounded to", "Numbers are rounded to a multiple of this; empty where they are exact", "integer"
    ),
)


def build_csv(release: Release, revised: Revised) -> bytes:
    rows = ([row[column.name] for column in COLUMNS] for row in list_rows(release, revised))
    return render_csv([[column.name for column in COLUMNS], *rows])


def build_csv_metadata(release: Release, revised: Revised) -> bytes:
    """Return the description of the CSV in the vocabulary of CSV on the Web (W3C recommendation, 2015)."""
    return to_json_bytes(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
            "url": "data.csv",
            "dc:title": f"Helpline statistics: {label_period(release.period)}",
            "dc:identifier": release.code,
            "dc:source": get_address(release),
            "dc:license": {"@id": LICENCE["url"]},
            "dc:issued": {"@value": release.published_at, "@type": "xsd:dateTime"},
            "dialect": {"encoding": "utf-8", "header": True},
            "tableSchema": {
                "primaryKey": ["table", "code_1", "code_2"],
                "columns": [
                    {
                        "name": column.name,
                        "titles": column.name,
                        "dc:title": column.title,
                        "dc:description": column.about,
                        "datatype": column.datatype,
                        "required": column.is_needed,
                    }
                    for column in COLUMNS
                ],
            },
        }
    )


def build_json(release: Release, revised: Revised) -> bytes:
    """Return the release with the words of its rule set."""
    content = read_content(release.content)
    rules = get_rule_set(content.rule_set)
    marks = set(revised)
    return to_json_bytes(
        {
            "release": release.code,
            "title": label_period(release.period),
            "kind": release.kind,
            "period": release.period_code,
            "period_start": release.first_day,
            "period_end": release.last_day,
            "revision": release.revision,
            "note": release.note,
            "published_at": release.published_at,
            "rule_set": release.rule_set,
            "sha256": release.sha256,
            "address": get_address(release),
            "licence": LICENCE,
            "symbols": rules.symbols,
            "tables": [_describe_table(table, rules, marks, release) for table in content.release.tables],
            "median_waits": [{"month": month, "seconds": wait} for month, wait in content.median_waits.items()],
        }
    )


# Any: JSON.
def _describe_table(table: PublishedTable, rules: RuleSet, revised: set[tuple[str, Index]], release: Release) -> Any:
    rule = rules.get_table(table.spec.id)
    dimensions = [rules.dimensions[dimension.name] for dimension in table.spec.dimensions]
    return {
        "id": rule.id,
        "title": rule.title,
        "unit": rule.unit,
        "note": rule.note,
        "rounded_to": table.rounded_to,
        "dimensions": [
            {"name": one.name, "label": one.label, "groups": {**one.labels, TOTAL: "Total"}} for one in dimensions
        ],
        "cells": [
            {"codes": list(index), "value": cell.value, "symbols": _symbols(release, table, index, revised).split()}
            for index, cell in table.cells.items()
        ],
    }


def list_rows(release: Release, revised: Revised) -> Iterator[Mapping[str, Any]]:
    """Yield each cell and total of each table by the names of COLUMNS."""
    content = read_content(release.content)
    marks = set(revised)
    for table in content.release.tables:
        yield from _list_table_rows(release, content, table, marks)
    for month, wait in sorted(content.median_waits.items()):
        codes = {"dimension_1": "month", "code_1": month, "label_1": format_month_code(month)}
        yield _row(release, WAITS, "seconds", codes, value=wait)


def _list_table_rows(
    release: Release, content: ReleaseContent, table: PublishedTable, revised: set[tuple[str, Index]]
) -> Iterator[Mapping[str, Any]]:
    rules = get_rule_set(content.rule_set)
    for index, cell in table.cells.items():
        codes: dict[str, str] = {}
        for place, (dimension, code) in enumerate(zip(table.spec.dimensions, index, strict=True), start=1):
            labels = {**rules.dimensions[dimension.name].labels, TOTAL: "Total"}
            codes |= {f"dimension_{place}": dimension.name, f"code_{place}": code, f"label_{place}": labels[code]}
        symbols = _symbols(release, table, index, revised)
        yield _row(
            release,
            table.spec.id,
            table.spec.unit,
            codes,
            value=cell.value,
            symbols=symbols,
            rounded_to=table.rounded_to,
        )


# Any: what a row of a CSV may hold.
def _row(release: Release, table: str, unit: str, codes: Mapping[str, str], **rest: Any) -> Mapping[str, Any]:
    empty = dict.fromkeys((column.name for column in COLUMNS), None)
    days = {"period_start": release.first_day.isoformat(), "period_end": release.last_day.isoformat()}
    return {**empty, "release": release.code, **days, "table": table, "unit": unit, **codes, **rest}


def _symbols(release: Release, table: PublishedTable, index: Index, revised: set[tuple[str, Index]]) -> str:
    cell = table.cells[index]
    found = [
        cell.symbol.value if cell.value is None else "",
        REVISED if (table.spec.id, index) in revised else "",
        PROVISIONAL if is_provisional(release) else "",
    ]
    return " ".join(symbol for symbol in found if symbol)

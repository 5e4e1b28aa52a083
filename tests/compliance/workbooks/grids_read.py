"""Grids of cells read as a file's sheets would be, without a file and without a database."""

from datetime import date

from compliance.workbooks import comparison
from compliance.workbooks.planning.dispatch import Registers
from compliance.workbooks.types import Notes, Row, Sheet

TODAY = date(2026, 11, 24)


def sheet(*grid, name="Sheet1", is_hidden=False, first=1, **notes) -> Sheet:
    numbered = (Row(number, list(row)) for number, row in enumerate(grid, first) if any(v is not None for v in row))
    return Sheet(name, is_hidden, numbered, Notes(**notes))


def told(*sheets, registers=None, **how) -> dict:
    """What read_workbook prints. how: as reports.read takes it."""
    report = comparison.read_sheets(sheets, today=TODAY, **how)
    registers = registers or Registers()
    return comparison.report_as_json(report, comparison.compare_rows(report, registers, today=TODAY), 10_000)


def values(*sheets, registers=None, **how) -> list[dict]:
    """The values of each row, in order."""
    report = comparison.read_sheets(sheets, today=TODAY, **how)
    return [row.values for row in comparison.compare_rows(report, registers or Registers(), today=TODAY)]


def said(answer: dict) -> list[tuple]:
    return [(message["code"], message["level"], message["row"], message["column"]) for message in answer["messages"]]


def codes(answer: dict) -> set[str]:
    return {message["code"] for message in answer["messages"]}

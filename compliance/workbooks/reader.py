"""Read rows of a workbook. No parser of our own: calamine where it loses nothing, openpyxl where it would."""

import io
from collections import deque
from collections.abc import Iterator
from datetime import datetime, time
from functools import cached_property
from itertools import chain

import openpyxl
import python_calamine
from openpyxl.utils.escape import unescape

from compliance.workbooks import csv_reader
from compliance.workbooks.guard import inspect, refusals
from compliance.workbooks.guard.counters import SheetCounters
from compliance.workbooks.guard.styles import format_value
from compliance.workbooks.guard.types import Package
from compliance.workbooks.types import CellError, NoResult, Row, Sheet, Value, Workbook

type Numbered = Iterator[tuple[int, list[Value]]]

NO_RESULT = NoResult()
MIDNIGHT = time(0)


def read_workbook(body: bytes, *, encoding: str = "") -> Workbook:
    """Check the file, then read it, in a process of its own. Raises FileRefused, also while rows are walked.

    encoding: of a CSV file that is not UTF-8, once a person agreed to what F011 guessed.
    """
    package = inspect(body)
    if package is None:
        return Workbook("csv", [csv_reader.read_csv(body, encoding=encoding)])
    libraries = Libraries(package)
    sheets = [
        Sheet(seen.name, seen.is_hidden, complete_rows(seen, libraries.numbered(seen)), seen.notes())
        for seen in package.sheets
    ]
    return Workbook(package.kind, sheets, package.unread)


def complete_rows(counters: SheetCounters, numbered: Numbered) -> Iterator[Row]:
    """Yield what a library read, with what only the guard saw: errors, missing results, what changes a value."""
    if refusal := counters.over_limit():
        raise refusal
    marked = deque(
        sorted({row for row, _ in chain(counters.errors, counters.unsolved, counters.formats, counters.texts)})
    )
    for number, values in numbered:
        if counters.stopped_after is not None and number > counters.stopped_after:
            break
        while marked and marked[0] < number:
            yield _marked(marked.popleft(), [], counters)
        if marked and marked[0] == number:
            yield _marked(marked.popleft(), values, counters)
        elif values.count(None) < len(values):
            yield Row(number, values)
    yield from (_marked(number, [], counters) for number in marked)


def _marked(number: int, values: list[Value], seen: SheetCounters) -> Row:
    for column, code in seen.formats.in_row(number):
        value = values[column - 1] if column <= len(values) else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            values[column - 1] = format_value(value, code)
    for column, text in seen.texts.in_row(number):
        if column <= len(values):
            values[column - 1] = text or None
    marks: list[tuple[int, Value]] = [(column, CellError(text)) for column, text in seen.errors.in_row(number)]
    marks += [(column, NO_RESULT) for column, _ in seen.unsolved.in_row(number)]
    for column, value in marks:
        values.extend([None] * (column - len(values)))
        values[column - 1] = value
    return Row(number, values)


class Libraries:
    """Read what the guard let through with calamine or openpyxl; each is opened when it is first asked."""

    def __init__(self, package: Package) -> None:
        self.package = package

    def numbered(self, seen: SheetCounters) -> Numbered:
        """Return the rows with their numbers, by the library that loses nothing of the sheet.

        calamine drops errors, sets aside the whole area between two far cells, and takes all text for UTF-8.
        """
        is_better_by_openpyxl = bool(seen.errors) or seen.is_scattered or not self.package.is_plain
        if is_better_by_openpyxl and self.package.kind == "xlsx" and not self.package.is_strict:
            return self.by_openpyxl(seen)
        if seen.is_scattered:
            raise refusals.too_many("cells", seen.name, seen.farthest_row * seen.farthest_column)
        return self.by_calamine(seen)

    def by_calamine(self, seen: SheetCounters) -> Numbered:
        try:
            sheet = self._calamine.get_sheet_by_name(seen.name)
        except python_calamine.CalamineError:
            raise refusals.damaged() from None
        if sheet.start is None:
            return
        # It leaves out empty columns on the left, though not empty rows above.
        before: list[Value] = [None] * sheet.start[1]
        for number, values in enumerate(sheet.iter_rows(), start=1):
            yield number, before + [None if value == "" else value for value in values]

    def by_openpyxl(self, seen: SheetCounters) -> Numbered:
        try:
            sheet = self._openpyxl[seen.name]
            sheet.reset_dimensions()
            for number, cells in enumerate(sheet.rows, start=1):
                yield number, [_value(cell) for cell in cells]
        except MemoryError:
            raise
        except Exception:  # whatever a library makes of a file that is not as it should be
            raise refusals.damaged() from None

    @cached_property
    def _calamine(self) -> python_calamine.CalamineWorkbook:
        return python_calamine.load_workbook(io.BytesIO(self.package.body))

    @cached_property
    def _openpyxl(self) -> openpyxl.Workbook:
        return openpyxl.load_workbook(io.BytesIO(self.package.body), read_only=True, data_only=True, keep_links=False)


def _value(cell: openpyxl.cell.Cell) -> Value:
    """Return a cell's value as calamine has it: a date is one without a time."""
    value = cell.value
    if cell.data_type == "e":
        return CellError(str(value))
    if isinstance(value, datetime) and value.time() == MIDNIGHT:
        return value.date()
    if isinstance(value, str) and "_x" in value:
        return unescape(value)  # Excel writes a carriage return as _x000D_
    return None if value == "" else value

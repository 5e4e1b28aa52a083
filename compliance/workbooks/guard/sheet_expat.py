"""Walk a worksheet element by element with expat: slower, and right for any way of writing XML."""

import re
from collections.abc import Iterable

from compliance.workbooks.guard import limits, markup
from compliance.workbooks.guard.counters import SheetCounters, column_number
from compliance.workbooks.guard.markup import Attributes
from compliance.workbooks.guard.refusals import damaged, too_many

REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
MAX_CELLS_MET = 2 * limits.CELLS  # empty ones among them
TRUE_VALUES = {"1", "true"}


def walk_sheet(chunks: Iterable[bytes], seen: SheetCounters, formats: dict[int, str]) -> None:
    """Count the same as sheet_bytes.scan_sheet does. Raises FileRefused."""
    walker = _Walker(seen, formats)
    markup.parse(chunks, start=walker.start, end=walker.end, text=walker.text)


class _Walker:
    def __init__(self, seen: SheetCounters, formats: dict[int, str]) -> None:
        self.seen = seen
        self.formats = formats
        self.row = self.column = self.met = 0
        self.row_is_hidden = False
        self.filled: list[tuple[int, Attributes, bool, str]] = []  # column, attributes, has a formula, text
        self.cell: Attributes = {}
        self.has_formula = self.is_value = False
        self.said: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
            self.row_is_hidden = attributes.get("hidden") in TRUE_VALUES
        elif name == "f":
            self.has_formula = True
        elif name in {"v", "t"}:
            self.is_value = True
        elif name == "col" and attributes.get("hidden") in TRUE_VALUES:
            self.seen.hidden_spans.append((int(attributes.get("min", 0)), int(attributes.get("max", 0))))
        elif name == "mergeCell" and len(corners := REFERENCE.findall(attributes.get("ref", ""))) == 2:
            (left, top), (right, bottom) = corners
            self.seen.merge(int(top), column_number(left), int(bottom), column_number(right))

    def _start_cell(self, attributes: Attributes) -> None:
        match = REFERENCE.match(attributes.get("r", ""))
        if match and int(match[2]) != self.row:  # Excel calls that damage; calamine would believe it
            raise damaged()
        self.column = column_number(match[1]) if match else self.column + 1
        self.cell, self.has_formula, self.said = attributes, False, []
        self.met += 1
        if self.met > MAX_CELLS_MET:
            raise too_many("cells", self.seen.name, self.met)

    def text(self, text: str) -> None:
        if self.is_value:
            self.said.append(text)

    def end(self, name: str) -> None:
        if name in {"v", "t"}:
            self.is_value = False
        elif name == "c" and (self.said or self.has_formula):
            text = "".join(self.said)
            if len(text) > limits.CELL_CHARACTERS:
                raise too_many("characters", self.seen.name, len(text))
            self.filled.append((self.column, self.cell, self.has_formula, text))
        elif name == "row" and self.filled:
            self._end_row()
            self.filled = []

    def _end_row(self) -> None:
        last_column = max(column for column, *_ in self.filled)
        if not self.seen.takes(self.row):
            self.seen.spread(self.row, last_column)
            return
        self.seen.row(self.row, cells=len(self.filled), last_column=last_column)
        self.seen.hidden_rows += self.row_is_hidden
        for column, attributes, has_formula, text in self.filled:
            kind, style = attributes.get("t"), int(attributes.get("s") or 0)
            if kind == "e":
                self.seen.errors.mark(self.row, column, text)
            if has_formula:
                self.seen.formula(self.row, column, is_solved=bool(text) or kind == "str")
            if style in self.formats:
                self.seen.formats.mark(self.row, column, self.formats[style])

"""Walk content.xml of an OpenDocument sheet with expat. Elements and attributes carry their usual prefixes."""

import re
from dataclasses import dataclass, field

from compliance.workbooks.guard import limits
from compliance.workbooks.guard.counters import SheetCounters
from compliance.workbooks.guard.markup import Attributes
from compliance.workbooks.guard.refusals import too_many
from compliance.workbooks.guard.styles import BUILT_IN, changes_value
from compliance.workbooks.guard.unread_list import UnreadList, is_outside, name_target
from compliance.workbooks.types import UnreadKind

ERROR = re.compile(r"#[A-Z/0]+[!?]?|Err:\d+")
PERCENT = BUILT_IN[9]
HIDDEN = {"collapse", "filter"}
# What is not read, by its element; targets of links are in an attribute of the element.
UNREAD_KINDS = {
    "dde-link": UnreadKind.PROGRAM_LINK, "table-source": UnreadKind.WORKBOOK_LINK,
    "cell-range-source": UnreadKind.WORKBOOK_LINK, "control": UnreadKind.CONTROL,
    "database-source-sql": UnreadKind.CONNECTION, "database-source-query": UnreadKind.CONNECTION,
    "database-source-table": UnreadKind.CONNECTION, "data-pilot-table": UnreadKind.PIVOT_TABLE,
    "tracked-changes": UnreadKind.EARLIER_CHANGES,
}  # fmt: skip
# These may be parts of the file; then they are listed with the parts, or are ordinary pictures.
LINKED_KINDS = {
    "image": UnreadKind.LINKED_PICTURE, "object": UnreadKind.OTHER_LINK, "object-ole": UnreadKind.OTHER_LINK,
}  # fmt: skip
# Pictures, shapes and boxes: their words are none of the cell's that they lie over.
DRAWINGS = {
    "frame", "custom-shape", "rect", "ellipse", "circle", "line", "polyline", "polygon", "regular-polygon", "path",
    "connector", "caption", "measure", "g",
}  # fmt: skip
LINKED_SHEET = "'file:"  # LibreOffice keeps what it last saw of another file as a sheet with such a name


@dataclass(slots=True)
class _Cell:
    attributes: Attributes
    column: int
    times: int
    said: list[str] = field(default_factory=list)
    length: int = 0
    paragraphs: int = 0
    has_drawing: bool = False

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    @property
    def last_column(self) -> int:
        return self.column + self.times - 1

    @property
    def is_filled(self) -> bool:
        return bool(self.get("office:value-type") or self.get("table:formula") or any(self.said))


class Styles:
    """Collect which styles hide a sheet, and which show zeros before a number, from styles.xml, then content.xml."""

    def __init__(self) -> None:
        self.hiding: set[str] = set()
        self.formats: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self._name = self._kind = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name.endswith("style"):
            self._name, self._kind = attributes.get("style:name", ""), name
            if code := self._numbers.get(attributes.get("style:data-style-name", "")):
                self.formats[self._name] = code
        elif name == "table-properties" and attributes.get("table:display") == "false":
            self.hiding.add(self._name)
        elif name == "number" and self._kind == "number-style":
            digits = int(attributes.get("number:min-integer-digits", 0))
            if 2 <= digits <= 64 and attributes.get("number:decimal-places", "0") == "0":
                self._numbers[self._name] = "0" * digits


class Content:
    """Collect the sheets as content.xml is read, after styles took in styles.xml."""

    def __init__(self) -> None:
        self.sheets: list[SheetCounters] = []
        self.unread = UnreadList()
        self.styles = Styles()
        self._columns: list[tuple[int, str]] = []  # last column and default style
        self._row: Attributes = {}
        self._number = 0  # of the row at hand
        self._next_row = self._next_column = 1
        self._cells: list[_Cell] = []
        self._cell: _Cell | None = None
        self._notes = self._paragraphs = 0  # how deep in
        self._drawings: list[bool] = []  # those that we are in, from the outside, and whether each has words

    def start(self, name: str, attributes: Attributes) -> None:
        if name in {"table-cell", "covered-table-cell"}:
            self._start_cell(attributes)
        elif name == "p":
            self._start_paragraph()
        elif name == "s":
            self._say(" " * min(int(attributes.get("text:c", 1)), limits.CELL_CHARACTERS + 1))
        elif name in DRAWINGS:
            self._start_drawing()
        elif name == "annotation":
            self._notes += 1
            self.unread.add(UnreadKind.COMMENT, sheet=self._sheet_name)
        elif name == "table-row":
            self._row, self._next_column, self._cells = attributes, 1, []
        elif name == "table-column":
            self._start_column(attributes)
        elif name == "table":
            is_hidden = attributes.get("table:style-name", "") in self.styles.hiding
            self.sheets.append(SheetCounters(attributes.get("table:name", ""), is_hidden=is_hidden))
            self._next_row, self._next_column, self._columns = 1, 1, []
        elif name in UNREAD_KINDS:
            self.unread.add(UNREAD_KINDS[name], name_target(attributes.get("xlink:href", "")))
        elif name in LINKED_KINDS:
            self._start_linked(LINKED_KINDS[name], attributes.get("xlink:href", ""))
        else:
            self.styles.start(name, attributes)

    def text(self, text: str) -> None:
        if self._paragraphs and not self._notes:
            self._say(text)

    def end(self, name: str) -> None:
        if name in {"table-cell", "covered-table-cell"}:
            self._end_cell()
        elif name == "p":
            self._paragraphs -= 1
        elif name == "annotation":
            self._notes -= 1
        elif name in DRAWINGS and self._drawings:
            if self._drawings.pop():
                self.unread.add(UnreadKind.TEXT_BOX, sheet=self._sheet_name)
        elif name == "table-row" and self.sheets:
            self._end_row(self.sheets[-1])
        elif name == "table" and self.sheets and self._is_link(self.sheets[-1]):
            link = self.sheets.pop()
            if link.name:
                self.unread.add(UnreadKind.WORKBOOK_LINK, name_target(link.name.strip("'").partition("'#")[0]))

    def _start_paragraph(self) -> None:
        self._paragraphs += 1
        if self._cell and not (self._notes or self._drawings):
            self._cell.paragraphs += 1
            if self._cell.paragraphs > 1:
                self._cell.said.append("\n")

    def _start_drawing(self) -> None:
        self._drawings.append(False)
        if self._cell:
            self._cell.has_drawing = True

    def _say(self, text: str) -> None:
        """Take words for the cell, or for the drawing over it."""
        if self._notes:
            return
        if self._drawings:
            self._drawings[-1] = self._drawings[-1] or bool(text.strip())
        elif self._cell:
            self._cell.said.append(text)
            self._cell.length += len(text)
            if self._cell.length > limits.CELL_CHARACTERS:
                raise too_many("characters", self._sheet_name or None, self._cell.length)

    @property
    def _sheet_name(self) -> str:
        return self.sheets[-1].name if self.sheets else ""

    def _start_linked(self, kind: UnreadKind, target: str) -> None:
        if is_outside(target):
            self.unread.add(kind, name_target(target), sheet=self._sheet_name)

    def _is_link(self, seen: SheetCounters) -> bool:
        return not seen.name or seen.name.startswith(LINKED_SHEET)

    def _start_column(self, attributes: Attributes) -> None:
        times = int(attributes.get("table:number-columns-repeated", 1))
        first, self._next_column = self._next_column, self._next_column + times
        self._columns.append((self._next_column - 1, attributes.get("table:default-cell-style-name", "")))
        if attributes.get("table:visibility") in HIDDEN and self.sheets:
            self.sheets[-1].hidden_spans.append((first, self._next_column - 1))

    def _start_cell(self, attributes: Attributes) -> None:
        times = int(attributes.get("table:number-columns-repeated", 1))
        self._cell = _Cell(attributes, self._next_column, times)
        self._next_column += times

    def _end_cell(self) -> None:
        cell, self._cell = self._cell, None
        if cell and cell.is_filled:
            self._cells.append(cell)

    def _end_row(self, seen: SheetCounters) -> None:
        times = int(self._row.get("table:number-rows-repeated", 1))
        number, self._next_row = self._next_row, self._next_row + times
        if not self._cells:
            return
        last_column = max(cell.last_column for cell in self._cells)
        if not seen.takes(number):
            seen.spread(number + times - 1, last_column)
            return
        seen.row(number, cells=sum(cell.times for cell in self._cells), last_column=last_column, times=times)
        if self._row.get("table:visibility") in HIDDEN:
            seen.hidden_rows += times
        for row in range(number, min(number + times, number + limits.ROWS)):
            for cell in self._cells:
                self._note(seen, row, cell)

    def _note(self, seen: SheetCounters, row: int, cell: _Cell) -> None:
        kind, text = cell.get("office:value-type"), "".join(cell.said)
        is_error = cell.get("calcext:value-type") == "error" or (
            bool(cell.get("table:formula")) and ERROR.fullmatch(text) is not None
        )
        code = PERCENT if kind == "percentage" else self._format(cell) if kind == "float" else ""
        if kind == "currency":
            code = f"[${cell.get('office:currency') or ''}-0]"
            code = code if changes_value(code) else ""
        for column in range(cell.column, min(cell.last_column, limits.COLUMNS) + 1):
            if cell.has_drawing and kind == "string" and not cell.get("office:string-value"):
                seen.texts.mark(row, column, text)
            if is_error:
                seen.errors.mark(row, column, text)
            if cell.get("table:formula"):
                seen.formula(row, column, is_solved=bool(kind or text))
            if code:
                seen.formats.mark(row, column, code)
        down, across = (int(cell.get(f"table:number-{way}-spanned") or 1) for way in ("rows", "columns"))
        if down > 1 or across > 1:
            seen.merge(row, cell.column, row + down - 1, cell.column + across - 1)

    def _format(self, cell: _Cell) -> str:
        style = cell.get("table:style-name")
        if not style:
            style = next((style for last, style in self._columns if cell.column <= last), "")
        return self.styles.formats.get(style, "")

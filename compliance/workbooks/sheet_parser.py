"""Parse one sheet from its header on: each row's cells to values, completed and checked. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter

from compliance.workbooks.cell_reader import CellReader
from compliance.workbooks.cells import get_reader, is_styled
from compliance.workbooks.cells.text import as_text
from compliance.workbooks.choice_synonyms import choice_words
from compliance.workbooks.column_choice import describe_choices, find_outline_column
from compliance.workbooks.column_style import (
    PLAIN_STYLE,
    ColumnStyle,
    complete_code_style,
    complete_style,
    read_header_style,
)
from compliance.workbooks.columns import ACTIONS, FINDINGS, SUPPLIERS, Column, sheet_kinds
from compliance.workbooks.finding_marks import FindingMarks
from compliance.workbooks.header_block import read_block
from compliance.workbooks.headers import Header, is_help_row
from compliance.workbooks.labels import COLUMN_LABELS
from compliance.workbooks.messages import NAMING, Message, truncate_value
from compliance.workbooks.row_filter import END, HEADING, NOTE, OTHER_TABLE, REPEATED, RULE, TOTAL, RowFilter
from compliance.workbooks.rules import actions, findings, suppliers
from compliance.workbooks.text_encoding import ENCODING_NAMES
from compliance.workbooks.types import Row, Sheet, Value
from compliance.workbooks.unused_columns import UnusedCells, name_unused_columns

ROW_CHECKS = {SUPPLIERS: suppliers.check, FINDINGS: findings.check, ACTIONS: actions.check}
# References that the portal makes where a whole file has none (docs/requirements/suppliers.md#references).
GENERATED_REFERENCES = {
    SUPPLIERS: {"supplier_ref": "references made from name and country"},
    FINDINGS: {"finding_ref": "numbers made from code area and order"},
    ACTIONS: {},
}
SKIPPED_ROWS = {
    TOTAL: "a total", NOTE: "a note", REPEATED: "repeated headers", RULE: "a dividing line",
    HEADING: "a heading",
}  # fmt: skip
# Columns whose merged cells hold for each of their rows, beside those of the supplier or the audit.
FILLED_DOWN = frozenset({"country", "sector", "tier"})
# No list but our own has this header.
TEMPLATE_NAME = "supplier_name"
# What a list says of a site, with or without its name.
SITE_DETAILS = (*suppliers.SITE_COLUMNS, "address_2", "address_3")
IGNORE_WARNINGS: Callable[..., None] = lambda *args, **kwargs: None  # noqa: E731


@dataclass(slots=True)
class ParsedRow:
    """Hold a data row: values by column name, only what is filled. number is Excel's row."""

    kind: str
    sheet: str | None
    number: int
    values: dict[str, object]
    extra: dict[str, str] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)

    @property
    def is_wrong(self) -> bool:
        return any(message.level == "error" for message in self.messages)


class SheetParser:
    """Parse the rows of a sheet. messages: of the sheet as a whole. late: of rows handed on before the end was seen."""

    def __init__(
        self,
        sheet: Sheet,
        header: Header,
        head: list[Row],
        today: date,
        *,
        given: Mapping[str, Any] | None = None,
        is_month_first: bool = False,
        sample: Sequence[Row] = (),
    ) -> None:
        self.sheet, self.header, self.today, self.is_month_first = sheet, header, today, is_month_first
        self.sample = [row for row in sample or head if row.number > header.row]
        self.kind = sheet_kinds()[header.kind]
        self.columns = {position: self.kind.column(name) for position, name in header.fields.items()}
        self.letters = {name: get_column_letter(position + 1) for position, name in header.fields.items()}
        self.headings = _read_headings(header)
        self.filter = RowFilter.for_header(header)
        self.unused = UnusedCells(sheet, header, self.sample)
        self.messages: list[Message] = []
        self.late: list[Message] = []
        self.block = read_block(head, header.row)
        # What is said of the audit above the header, or by a person, holds for every row that has no column for it.
        absent = {name: value for name, value in (given or {}).items() if name not in self.letters}
        self.given: dict[str, object] = absent if header.kind == FINDINGS else {}
        self.have = frozenset(header.fields.values()) | frozenset(self.block) | frozenset(self.given)
        self.marks = FindingMarks(header)
        self.have |= frozenset(header.constants) | ({"grade"} if self.marks.grades else set())
        self.given_messages: list[Message] = []
        self.unclear: dict[int, list[Message]] = {}  # dates that may be day first or month first, by position
        self.other_way: set[int] = set()  # columns with a date that can only be read the other way
        self.placeholders: set[str] = set()
        self.merges: dict[int, list[tuple[int, int]]] = {}
        self.merged: dict[int, Value] = {}
        self.numbered: dict[str, int] = {}
        self.is_closed = False  # below the signatures of a report nothing is data
        self.next_header: Row | None = None  # of another table below, where reading stops
        self.fills_down = find_outline_column(header, self.sample)
        self.above: Value = None
        # Of every row, but for references that the portal makes.
        self.needed = [
            column.name
            for column in self.kind.columns
            if column.required == "always"
            and column.default is None
            and (column.name in self.have or column.name not in GENERATED_REFERENCES[self.kind.code])
        ]
        self._look_over()
        self.cells = [
            CellReader(self, column, self.letters[column.name], position) for position, column in self.columns.items()
        ]

    @property
    def lacks(self) -> list[str]:
        """Return the columns of the audit that are missing, where no finding can do without one of them."""
        columns = self.kind.columns if self.kind.code == FINDINGS else ()
        absent = [c for c in columns if c.level == "audit" and c.name not in self.have and c.name != "no_findings"]
        is_stopped = any(c.required == "always" and c.default is None for c in absent)
        return [column.name for column in absent] if is_stopped else []

    # --- The sheet as a whole ---------------------------------------------------------------------------------------

    def _look_over(self) -> None:
        for name, (value, row, position) in self.block.items():
            if self.kind.has(name) and name not in self.letters:
                cell = CellReader(self, self.kind.column(name), get_column_letter(position + 1), -1)
                cell.take(row, value, self.given, self.given_messages)
        for column in self.kind.columns:
            if column.required and column.default is not None and column.name not in self.have:
                self.given[column.name] = get_reader(column, today=self.today)(column.default, IGNORE_WARNINGS)
                self._say("W005", wording="W005 default", column=column.name, meaning=_default_label(column))
        for name, meaning in GENERATED_REFERENCES[self.kind.code].items():
            if name not in self.have:
                self._say("W005", wording="W005 made", column=name, meaning=meaning)
        if "parent_company" in self.letters:
            name, parent = (self.headings.get(column, column) for column in ("supplier_name", "parent_company"))
            self._say("W005", wording="W005 hub", column="supplier_name", value=name, meaning=parent)
        elif self.kind.code == SUPPLIERS and "site_name" not in self.have and self.have & set(SITE_DETAILS):
            self._say("W005", wording="W005 site", column="site_name")
        self._give_constants()
        self._tell_choices()
        self.messages += name_unused_columns(
            self.sheet, self.header, have=self.have, grades=self.marks.grades, heading=self._heading
        )
        notes = self.sheet.notes
        if notes.encoding:
            name = ENCODING_NAMES.get(notes.encoding, notes.encoding)
            self._say("W005", wording="W005 encoding", column="supplier_name", meaning=name)
        if notes.hidden_rows or notes.hidden_columns:
            hidden = f"{notes.hidden_rows} hidden rows, {notes.hidden_columns} hidden columns"
            self._say("W005", wording="W005 hidden", value=hidden)
        if notes.stopped_after:
            self._say("W005", wording="W005 stopped", value=notes.stopped_after)
        for top, left, bottom, right in notes.merges:
            merged = self.columns.get(left - 1)
            if left == right and merged and (merged.level or merged.name in FILLED_DOWN) and top > self.header.row:
                self.merges.setdefault(left - 1, []).append((top, bottom))
                letter = self.letters[merged.name]
                values: dict[str, object] = {"range": f"{letter}{top}:{letter}{bottom}", "n": bottom - top + 1}
                self.messages.append(Message("W003", self.sheet.name, top, letter, "", values))

    def _give_constants(self) -> None:
        """Set in every row what a person said of the whole sheet."""
        for name, written in self.header.constants.items():
            if name not in self.letters and (column := self.kind.column(name)):
                cell = CellReader(self, column, "", -1)
                cell.take(self.header.row, written, self.given, self.given_messages)
                if name == "kind":
                    self._say(
                        "W005",
                        wording="W005 block",
                        column=name,
                        value=written,
                        heading=self.headings.get("description", ""),
                    )
                    continue
                wording = "W005 sheet name" if written == self.sheet.name else "W005 given"
                self._say("W005", wording=wording, column=name, value=written)

    def _tell_choices(self) -> None:
        """Say which headers were guessed, or chosen among several."""
        for position, name, others in describe_choices(self.header):
            heading = truncate_value(" ".join(self.header.texts[position].split()))
            wording = "W005 column of" if others else "W005 column"
            values: dict[str, object] = {
                "wording": wording, "column": name, "value": heading, "meaning": str(COLUMN_LABELS[name]),
                "others": ", ".join(truncate_value(" ".join(other.split())) for other in others),
            }  # fmt: skip
            letter = get_column_letter(position + 1)
            self.messages.append(Message("W005", self.sheet.name, self.header.row or None, letter, heading, values))

    def get_style(self, column: Column, position: int) -> ColumnStyle:
        """Return how a column is written, by its header and its first cells."""
        if position < 0 or not is_styled(column):
            return PLAIN_STYLE
        style = read_header_style(self.header.texts.get(position, ""))
        # Under the heads of our own template the numbers of sectors are those of its list, and need no word.
        style = replace(style, is_template=TEMPLATE_NAME in self.header.texts.values())
        cells = [row.values[position] for row in self.sample if position < len(row.values)]
        return complete_code_style(style, cells) if column.kind == "choice" else complete_style(style, cells)

    def _say(self, code: str, **values: object) -> None:
        text = str(values.get("value", ""))
        self.messages.append(Message(code, self.sheet.name, None, None, text, self.with_headings(values)))

    # --- Row by row -------------------------------------------------------------------------------------------------

    def rows(self, rows: Iterable[Row]) -> Iterator[ParsedRow]:
        is_first = True
        for row in rows:
            if row.number <= self.header.row or not row.is_filled:
                continue
            is_help, is_first = is_first and is_help_row(row), False
            if is_help or row.number == self.header.units:
                self._pass_over_help(row, is_help=is_help)
                continue
            reason = self.filter.get_reason(row)
            if reason == OTHER_TABLE:
                self.next_header = row
                break
            if reason == END and not self.is_closed:
                self.is_closed = True
                self._say("W008", wording="W008 end", row=row.number)
            if not self.is_closed and not self._passes_over(row, reason):
                yield self._row(row)
        if self.next_header:
            self._say("W010", row=self.next_header.number)
        self.messages += self.unused.name_columns()
        for position in self.other_way:
            self.late += self.unclear.get(position, [])

    def _pass_over_help(self, row: Row, *, is_help: bool) -> None:
        """Say that a row below the header is no data; the help of our own template needs no word."""
        if is_help and any(self.kind.has(text) for text in self.header.texts.values()):
            return
        text = " ".join(truncate_value(as_text(value)) for value in row.values if value not in (None, ""))
        meaning = "an explanation of the columns" if is_help else "the units of the columns"
        values: dict[str, object] = {"row": row.number, "meaning": meaning, "value": truncate_value(text)}
        self.messages.append(Message("W008", self.sheet.name, row.number, None, truncate_value(text), values))

    def _passes_over(self, row: Row, reason: str) -> bool:
        """Return whether a row is no data, and say so. reason: the filter's."""
        if not reason:
            return False
        text = next((truncate_value(as_text(value)) for value in row.values if value not in (None, "")), "")
        values: dict[str, object] = {"row": row.number, "meaning": SKIPPED_ROWS[reason], "value": text}
        self.messages.append(Message("W008", self.sheet.name, row.number, None, text, values))
        if reason == HEADING:
            self.marks.read_title(text)
        return True

    def _row(self, row: Row) -> ParsedRow:
        parsed = ParsedRow(self.kind.code, self.sheet.name, row.number, dict(self.given))
        parsed.messages += self.given_messages
        length = len(row.values)
        self.unused.note(row)
        parsed.messages += self.unused.check_length(row, next(iter(self.letters), ""))
        for cell in self.cells:
            value = row.values[cell.position] if cell.position < length else None
            if self.merges and cell.position in self.merges:
                value = self._merged(cell, row.number, value, parsed)
            elif cell.position == self.fills_down:
                value = self._from_above(cell, value, parsed)
            if value is not None and value != "":
                cell.take(row.number, value, parsed.values, parsed.messages)
                if cell.is_noted:
                    parsed.extra[self.headings.get(cell.name, cell.name)] = truncate_value(as_text(value))
        for position, written in self.header.unknown.items():
            if position < length and row.values[position] not in (None, ""):
                parsed.extra[truncate_value(written)] = truncate_value(as_text(row.values[position]))
        parsed.messages += self.marks.complete(row, parsed.sheet, parsed.values)
        self._complete(parsed)
        return parsed

    def _merged(self, cell: "CellReader", number: int, value: Value, parsed: ParsedRow) -> Value:
        """Return the value of a merged range, in each of its rows."""
        for top, bottom in self.merges[cell.position]:
            if number == top:
                self.merged[cell.position] = value
            elif top < number <= bottom:
                parsed.messages.append(cell.note(number, self.merged.get(cell.position), "W005 merged"))
                return self.merged.get(cell.position)
        return value

    def _from_above(self, cell: "CellReader", value: Value, parsed: ParsedRow) -> Value:
        """Return the value of an outline, which names a country once for the rows below it."""
        if value not in (None, ""):
            self.above = value
        elif self.above is not None:
            parsed.messages.append(cell.note(parsed.number, self.above, "W005 above"))
            return self.above
        return value

    def _complete(self, parsed: ParsedRow) -> None:
        values = parsed.values
        failed = (
            {message.values.get("column") for message in parsed.messages if message.level == "error"}
            if parsed.messages
            else ()
        )
        finding = parsed.kind != FINDINGS or not (values.get("no_findings") and not values.get("finding_ref"))
        if parsed.kind == FINDINGS and "finding_ref" not in self.have and finding:
            self._make_number(values)

        def say(code: str, name: str, value: object, /, *, is_warning: bool = False, **more: object) -> None:
            if code == "R001" and name in failed:
                return
            text = truncate_value("" if value is None else value)
            details = self.with_headings({"column": name, "value": text} | more)
            letter = self.letters.get(name)
            parsed.messages.append(
                Message(code, parsed.sheet, parsed.number, letter, text, details, is_warning=is_warning)
            )

        ROW_CHECKS[parsed.kind](values, self.have, say)
        for name in self.needed:
            if values.get(name) is None:
                say("R001", name, None)

    def with_headings(self, values: dict[str, object]) -> dict[str, object]:
        """Return a sentence's values with the columns that they name called as the file does, else as pages do."""
        named = {name: heading for name in NAMING if (heading := self._heading(str(values.get(name))))}
        return values | {"headings": named} if named else values

    def _heading(self, name: str) -> str:
        if name in self.letters:
            return self.headings.get(name, "")
        return str(COLUMN_LABELS.get(name, ""))

    def _make_number(self, values: dict) -> None:
        """Make finding_ref from code area and order, for a file that has none.

        See docs/requirements/suppliers.md#references.
        """
        area = str(values.get("code_area") or "0")
        audit = str(values.get("audit_ref"))
        self.numbered[audit + area] = self.numbered.get(audit + area, 0) + 1
        values["finding_ref"] = f"{area}-{self.numbered[audit + area]:02d}"


def _read_headings(header: Header) -> dict[str, str]:
    """Return the heading of each column that the user's file calls otherwise than we do, by our name of the column."""
    written = {
        name: truncate_value(" ".join(header.texts.get(position, "").split()))
        for position, name in header.fields.items()
    }
    return {name: heading for name, heading in written.items() if heading and heading != name}


def _default_label(column: Column) -> str:
    """Return a column's default as pages show it."""
    default = str(column.default)
    return choice_words(column.limits[0]).label(default) if column.kind == "choice" else default

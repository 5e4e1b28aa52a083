"""Parse one sheet from its header on: each row's cells to values, completed and checked. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter

from compliance.workbooks import headers
from compliance.workbooks.cells import UnreadableCell, get_reader
from compliance.workbooks.cells.dates import AmbiguousDate, OrderDependentDate, split_span
from compliance.workbooks.cells.text import MAX_PLACEHOLDER_LENGTH, as_text, is_placeholder
from compliance.workbooks.columns import ACTIONS, FINDINGS, SUPPLIERS, Column, sheet_kinds
from compliance.workbooks.headers import Header
from compliance.workbooks.messages import Message, truncate_value
from compliance.workbooks.rules import actions, findings, suppliers
from compliance.workbooks.types import CellError, NoResult, Row, Sheet, Value

ROW_CHECKS = {SUPPLIERS: suppliers.check, FINDINGS: findings.check, ACTIONS: actions.check}
# References that the portal makes where a whole file has none (docs/requirements/suppliers.md#references).
GENERATED_REFERENCES = {
    SUPPLIERS: {"supplier_ref": "references made from name and country"},
    FINDINGS: {"finding_ref": "numbers made from code area and order"},
    ACTIONS: {},
}
CLEAR = "CLEAR"
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
    ) -> None:
        self.sheet, self.header, self.today, self.is_month_first = sheet, header, today, is_month_first
        self.kind = sheet_kinds()[header.kind]
        self.columns = {position: self.kind.column(name) for position, name in header.fields.items()}
        self.letters = {name: get_column_letter(position + 1) for position, name in header.fields.items()}
        self.messages: list[Message] = []
        self.late: list[Message] = []
        self.block = headers.read_block(head, header.row)
        # What is said of the audit above the header, or by a person, holds for every row that has no column for it.
        absent = {name: value for name, value in (given or {}).items() if name not in self.letters}
        self.given: dict[str, object] = absent if header.kind == FINDINGS else {}
        self.have = frozenset(header.fields.values()) | frozenset(self.block) | frozenset(self.given)
        self.given_messages: list[Message] = []
        self.unclear: dict[int, list[Message]] = {}  # dates that may be day first or month first, by position
        self.other_way: set[int] = set()  # columns with a date that can only be read the other way
        self.placeholders: set[str] = set()
        self.merges: dict[int, list[tuple[int, int]]] = {}
        self.merged: dict[int, Value] = {}
        self.numbered: dict[str, int] = {}
        self._look_over()
        self.cells = [
            _CellReader(self, column, self.letters[column.name], position) for position, column in self.columns.items()
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
                cell = _CellReader(self, self.kind.column(name), get_column_letter(position + 1), -1)
                cell.take(row, value, self.given, self.given_messages)
        for column in self.kind.columns:
            if column.required and column.default is not None and column.name not in self.have:
                self.given[column.name] = get_reader(column, today=self.today)(column.default, IGNORE_WARNINGS)
                self._say("W005", column=column.name, value=f"no column {column.name}", meaning=column.default)
        for name, meaning in GENERATED_REFERENCES[self.kind.code].items():
            if name not in self.have:
                self._say("W005", column=name, value=f"no column {name}", meaning=meaning)
        for position, written in self.header.unknown.items():
            letter, text = get_column_letter(position + 1), truncate_value(written)
            self.messages.append(Message("W001", self.sheet.name, self.header.row, letter, text, {"column": text}))
        notes = self.sheet.notes
        if notes.hidden_rows or notes.hidden_columns:
            hidden = f"{notes.hidden_rows} hidden rows, {notes.hidden_columns} hidden columns"
            self._say("W005", value=hidden, meaning="data like the rest")
        if notes.stopped_after:
            left_out = f"what stands below row {notes.stopped_after}"
            self._say("W005", value=left_out, meaning="nothing, because 200 empty rows come before it")
        for top, left, bottom, right in notes.merges:
            merged = self.columns.get(left - 1)
            if left == right and merged and merged.level and top > self.header.row:
                self.merges.setdefault(left - 1, []).append((top, bottom))
                letter = self.letters[merged.name]
                values = {"range": f"{letter}{top}:{letter}{bottom}", "n": bottom - top + 1}
                self.messages.append(Message("W003", self.sheet.name, top, letter, "", values))

    def _say(self, code: str, **values: object) -> None:
        self.messages.append(Message(code, self.sheet.name, None, None, str(values.get("value", "")), values))

    # --- Row by row -------------------------------------------------------------------------------------------------

    def rows(self, rows: Iterable[Row]) -> Iterator[ParsedRow]:
        is_first = True
        for row in rows:
            if row.number <= self.header.row or not row.is_filled:
                continue
            if not (is_first and _is_help_row(row)):
                yield self._row(row)
            is_first = False
        for position in self.other_way:
            self.late += self.unclear.get(position, [])

    def _row(self, row: Row) -> ParsedRow:
        parsed = ParsedRow(self.kind.code, self.sheet.name, row.number, dict(self.given))
        parsed.messages += self.given_messages
        length = len(row.values)
        for cell in self.cells:
            value = row.values[cell.position] if cell.position < length else None
            if self.merges and cell.position in self.merges:
                value = self._merged(cell.position, row.number, value)
            if value is not None and value != "":
                cell.take(row.number, value, parsed.values, parsed.messages)
        for position, written in self.header.unknown.items():
            if position < length and row.values[position] not in (None, ""):
                parsed.extra[truncate_value(written)] = truncate_value(as_text(row.values[position]))
        self._complete(parsed)
        return parsed

    def _merged(self, position: int, number: int, value: Value) -> Value:
        """Return the value of a merged range, in each of its rows."""
        for top, bottom in self.merges[position]:
            if number == top:
                self.merged[position] = value
            elif top < number <= bottom:
                return self.merged.get(position)
        return value

    def _complete(self, parsed: ParsedRow) -> None:
        values = parsed.values
        failed = {message.values.get("column") for message in parsed.messages if message.level == "error"}
        finding = parsed.kind != FINDINGS or not (values.get("no_findings") and not values.get("finding_ref"))
        if parsed.kind == FINDINGS and "finding_ref" not in self.have and finding:
            self._make_number(values)

        def say(code: str, name: str, value: object, /, *, is_warning: bool = False, **more: object) -> None:
            if code == "R001" and name in failed:
                return
            text = truncate_value("" if value is None else value)
            details = {"column": name, "value": text} | more
            letter = self.letters.get(name)
            parsed.messages.append(
                Message(code, parsed.sheet, parsed.number, letter, text, details, is_warning=is_warning)
            )

        ROW_CHECKS[parsed.kind](values, self.have, say)
        for column in self.kind.columns:
            is_made = column.name in GENERATED_REFERENCES[self.kind.code] and column.name not in self.have
            is_needed = column.required == "always" and column.default is None and not is_made
            if is_needed and values.get(column.name) is None:
                say("R001", column.name, None)

    def _make_number(self, values: dict) -> None:
        """Make finding_ref from code area and order, for a file that has none.

        See docs/requirements/suppliers.md#references.
        """
        area = str(values.get("code_area") or "0")
        audit = str(values.get("audit_ref"))
        self.numbered[audit + area] = self.numbered.get(audit + area, 0) + 1
        values["finding_ref"] = f"{area}-{self.numbered[audit + area]:02d}"


def _is_help_row(row: Row) -> bool:
    """Return whether a row is row 2 of our template, which explains the columns; its first cell starts with #."""
    first = next((value for value in row.values if value not in (None, "")), "")
    return isinstance(first, str) and first.lstrip().startswith("#")


class _CellReader:
    """Read one column of a sheet, row after row."""

    def __init__(self, parser: SheetParser, column: Column, letter: str, position: int) -> None:
        self.parser, self.column, self.letter, self.position = parser, column, letter, position
        self.name = column.name
        self.read = get_reader(column, today=parser.today, is_month_first=parser.is_month_first)
        self.has_formulas = position + 1 in parser.sheet.notes.formulas.columns
        self.takes_clear = column.name in parser.kind.clears
        self.takes_placeholders = column.required != "always"
        self.row = 0
        self.value: Value = None
        self.messages: list[Message] = []

    def take(self, row: int, value: Value, values: dict, messages: list[Message]) -> None:
        """Read a filled cell into values, or say what is wrong with it."""
        self.row, self.value, self.messages = row, value, messages
        if type(value) is str:
            if len(value) <= MAX_PLACEHOLDER_LENGTH and self.takes_placeholders and is_placeholder(value.strip()):
                self._pass_over()
                return
        elif isinstance(value, CellError):
            self.say("R010", value=value.text)
            return
        elif isinstance(value, NoResult):
            self.say("R009")
            return
        if self.has_formulas and (row, self.position + 1) in self.parser.sheet.notes.formulas:
            self.say("W006")
        self._read(value, values)

    def _pass_over(self) -> None:
        if self.name not in self.parser.placeholders:
            self.parser.placeholders.add(self.name)
            self.say("W005", meaning="an empty cell")

    def say(self, code: str, **more: object) -> None:
        self.messages.append(self._message(code, **more))

    def _message(self, code: str, **more: object) -> Message:
        text = truncate_value(as_text(self.value))
        details = {"column": self.name, "value": text} | more
        return Message(code, self.parser.sheet.name, self.row, self.letter, str(details["value"]), details)

    def _read(self, value: Value, values: dict) -> None:
        if self.column.span and isinstance(value, str) and (days := split_span(value)):
            values[self.column.span] = self._parse(days[0])
            value = days[1]
        if self.takes_clear and isinstance(value, str) and value.strip() == CLEAR:
            values[self.name] = ""
            return
        parsed = self._parse(value)
        if parsed is None:
            return
        if self.column.part_of or (self.column.joined and values.get(self.name)):
            whole = self.column.part_of or self.name
            values[whole] = ", ".join(str(part) for part in (values.get(whole), parsed) if part)
        else:
            values[self.name] = parsed
            if self.name == "grade":
                values["grade_as_written"] = truncate_value(as_text(self.value))

    def _parse(self, value: Value) -> object:
        """Return the value read; of a date that can be read in two ways the usual one."""
        try:
            try:
                return self.read(value, self.say)
            except OrderDependentDate as date:
                if isinstance(date, AmbiguousDate):
                    self.parser.unclear.setdefault(self.position, []).append(self._message(date.code, **date.values))
                else:
                    self.parser.other_way.add(self.position)
                return self.read(date.day, self.say)
        except UnreadableCell as bad:
            self.say(bad.code, **bad.values)
            return None

"""Read one column of a sheet, cell by cell. Pure."""

from typing import TYPE_CHECKING, Any

from compliance.workbooks.cells import UnreadableCell, get_reader
from compliance.workbooks.cells.dates import AmbiguousDate, OrderDependentDate, split_span
from compliance.workbooks.cells.text import MAX_PLACEHOLDER_LENGTH, as_text, is_placeholder
from compliance.workbooks.columns import FINDINGS, SUPPLIERS, Column
from compliance.workbooks.messages import Message, truncate_value
from compliance.workbooks.types import CellError, NoResult, Value

if TYPE_CHECKING:
    from compliance.workbooks.sheet_parser import SheetParser

# Sheets of these kinds are read without a cell that cannot be read, where a row can do without it. An action plan is
# not: somebody has just filled it, and each cell is an answer.
LENIENT_KINDS = frozenset({SUPPLIERS, FINDINGS})
LEFT_EMPTY = "We left it empty."
# What is wrong with these a person has to put right, though a row could do without them.
JUDGED_COLUMNS = frozenset({"site_country", "grade", "code_area", "finding_ref", "description", "buys_from_ref"})
JUDGED_CHOICES = ["finding_statuses"]
# They are read to understand others, and kept as a note beside the row.
NOTED_COLUMNS = frozenset({"spend_currency", "vat_number"})
CLEAR = "CLEAR"


class CellReader:
    """Read one column of a sheet, row after row."""

    def __init__(self, parser: "SheetParser", column: Column, letter: str, position: int) -> None:
        self.parser, self.column, self.letter, self.position = parser, column, letter, position
        self.name = column.name
        style = parser.get_style(column, position)
        self.read = get_reader(column, today=parser.today, is_month_first=parser.is_month_first, style=style)
        can_do_without = column.required in ("", "site") or column.default is not None
        is_judged = column.name in JUDGED_COLUMNS or column.limits == JUDGED_CHOICES
        self.is_lenient = parser.kind.code in LENIENT_KINDS and can_do_without and not is_judged
        self.is_noted = column.helper and column.name in NOTED_COLUMNS
        self.has_formulas = position + 1 in parser.sheet.notes.formulas.columns
        self.takes_clear = column.name in parser.kind.clears
        self.is_needed = column.required == "always" and column.default is None
        # One cell, one value: nothing of the column asks for more.
        self.is_plain = not (
            column.span or column.part_of or column.joined or self.takes_clear or column.name == "grade"
        )
        self.row = 0
        self.value: Value = None
        self.messages: list[Message] = []

    def take(self, row: int, value: Value, values: dict, messages: list[Message]) -> None:
        """Read a filled cell into values, or say what is wrong with it."""
        self.row, self.value, self.messages = row, value, messages
        if type(value) is str:
            if len(value) <= MAX_PLACEHOLDER_LENGTH and self.takes_placeholder(value.strip()):
                self._pass_over()
                return
        elif isinstance(value, CellError):
            self._refuse("R010", value=value.text)
            return
        elif isinstance(value, NoResult):
            self._refuse("R009")
            return
        if self.has_formulas and (row, self.position + 1) in self.parser.sheet.notes.formulas:
            self.say("W006")
        if not self.is_plain:
            self._read(value, values)
        elif (parsed := self._parse(value)) is not None:
            values[self.name] = parsed

    def takes_placeholder(self, text: str) -> bool:
        """Return whether the text says that there is nothing. NA is Namibia, and a reference may be any word."""
        return is_placeholder(text) and not (
            (self.name == "country" and text.casefold() == "na") or (self.is_needed and self.column.kind == "key")
        )

    def _pass_over(self) -> None:
        if self.is_needed:
            return  # that it is missing is said of the row
        if self.name not in self.parser.placeholders:
            self.parser.placeholders.add(self.name)
            self.say("W005", meaning="an empty cell")

    def say(self, code: str, **more: Any) -> None:
        self.messages.append(self._message(code, **more))

    def note(self, row: int, value: Value, wording: str) -> Message:
        """Return a note that an empty cell takes its value from another."""
        self.row, self.value = row, value
        return self._message("W005", wording=wording)

    def _refuse(self, code: str, **more: Any) -> None:
        """Say that the cell cannot be read; a row that can do without it is read all the same."""
        self.say(code, **more, **({"is_warning": True, "because": LEFT_EMPTY} if self.is_lenient else {}))

    def _message(self, code: str, *, is_warning: bool = False, **more: Any) -> Message:
        text = truncate_value(as_text(self.value))
        details = self.parser.with_headings({"column": self.name, "value": text} | more)
        letter = self.letter or None
        return Message(code, self.parser.sheet.name, self.row, letter, str(details["value"]), details, is_warning)

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
            name = self.column.part_of or self.name
            values[name] = ", ".join(str(part) for part in (values.get(name), parsed) if part)
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
                    details: dict[str, Any] = dict(date.values)
                    if self.is_lenient:
                        details |= {"is_warning": True, "because": f"We read it as {date.day:%-d %B %Y}."}
                    message = self._message(date.code, **details)
                    self.parser.unclear.setdefault(self.position, []).append(message)
                else:
                    self.parser.other_way.add(self.position)
                return self.read(date.day, self.say)
        except UnreadableCell as bad:
            self._refuse(bad.code, **bad.values)
            return None

"""Parse a file's sheets to rows of plain values, with what is wrong with them. Pure: no database.

It runs in the limited child process. What only the whole file can tell (keys used twice, a column of dates that is
written month first) is found at the end, as late messages on rows that were handed on before.

See docs/requirements/suppliers.md#header-rows, docs/requirements/suppliers.md#reading-files.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, islice
from typing import Any

from compliance.workbooks import headers
from compliance.workbooks.column_choice import guess_without_header, has_country_in_rows, settle_columns
from compliance.workbooks.columns import SUPPLIERS, sheet_kinds
from compliance.workbooks.duplicate_references import ReferenceChecker
from compliance.workbooks.headers import Answer, Header
from compliance.workbooks.labels import COLUMN_LABELS
from compliance.workbooks.messages import Message
from compliance.workbooks.sheet_parser import ParsedRow, SheetParser
from compliance.workbooks.types import FileRefused, Row, Sheet, Value
from portal.reference.synonyms import find_country

# Rows looked through for a header: 30 that are not empty, and the empty ones between them.
MAX_HEAD_ROWS = 230
# Rows by which we tell how a column is written: with a decimal comma, in which list of codes.
MAX_SAMPLE_ROWS = 2_000
# Rows with two cells or more that make a sheet look like data.
MIN_DATA_ROWS = 2


@dataclass(frozen=True, slots=True)
class SheetStatus:
    """Hold whether a sheet was read, and why not. looks_like_data: it has rows of two cells or more, and is visible.

    is_worth_naming: it is visible and has something in it, and is no sheet of our own template.
    """

    name: str | None
    is_read: bool
    reason: str
    looks_like_data: bool
    is_worth_naming: bool = False


@dataclass(slots=True)
class FileReading:
    """Hold what reading found beside the rows. late: messages by (sheet, row) that only the end of the file told."""

    messages: list[Message] = field(default_factory=list)
    late: dict[tuple[str | None, int], list[Message]] = field(default_factory=dict)
    kinds: dict[str | None, str] = field(default_factory=dict)
    letters: dict[str | None, dict[str, str]] = field(default_factory=dict)  # Excel's, by sheet and column name
    headers: dict[str | None, int] = field(default_factory=dict)  # the header's row, by sheet
    heads: dict[str | None, list[Row]] = field(default_factory=dict)  # of sheets whose header is to be asked about
    # Columns of the audit that a sheet of findings lacks and cannot go in without, with its first rows.
    lacking: dict[str | None, tuple[Sequence[str], list[Row]]] = field(default_factory=dict)
    statuses: list[SheetStatus] = field(default_factory=list)
    encoding: str = ""  # of a CSV file, where it is our guess

    @property
    def unread(self) -> list[SheetStatus]:
        """Return the visible sheets that look like data and were not read."""
        return [status for status in self.statuses if status.looks_like_data and not status.is_read]

    def get_messages_of_sheets(self) -> dict[str | None, list[Message]]:
        """Return what was said of a whole column, or of one that is missing, by sheet."""
        by_sheet: dict[str | None, list[Message]] = {}
        for message in self.messages:
            if message.row in (None, self.headers.get(message.sheet)) and message.values.get("column"):
                by_sheet.setdefault(message.sheet, []).append(message)
        return by_sheet

    def add_late(self, message: Message) -> None:
        self.late.setdefault((message.sheet, message.row or 0), []).append(message)


def parse_sheets(
    sheets: Iterable[Sheet],
    outcome: FileReading,
    *,
    today: date,
    wanted: Iterable[str] = tuple(sheet_kinds()),
    mappings: Mapping[str, Answer] | None = None,
    given: Mapping[str, Any] | None = None,
    is_month_first: bool = False,
) -> Iterator[ParsedRow]:
    """Yield every data row of every sheet that has a header.

    mappings: what people said of headers, by fingerprint. given: values of the audit for the whole file, as a reader
    returns them, by column. is_month_first: how 03/04/2026 is read.
    Raises FileRefused F009, F010, F012 or F013; outcome.heads then holds what a mapping screen shows.
    """
    reading = _Parser(outcome, today, tuple(wanted), mappings or {}, given or {}, is_month_first)
    hidden = []
    for sheet in sheets:
        reading.names.append(sheet.name or "")
        if sheet.is_hidden:
            hidden.append(sheet)
        else:
            yield from reading.sheet(sheet)
    # A hidden sheet is read where no visible one holds data (docs/requirements/suppliers.md#reading-files).
    is_read = not outcome.kinds and not outcome.unread
    for sheet in hidden if is_read else []:
        yield from reading.sheet(sheet)
    for sheet in [] if is_read else hidden:
        outcome.statuses.append(SheetStatus(sheet.name, False, "it is hidden", looks_like_data=False))
        outcome.messages.append(Message("W004", sheet.name, values={"sheet": sheet.name}))
    reading.finish()


class _Parser:
    def __init__(
        self,
        outcome: FileReading,
        today: date,
        wanted: tuple[str, ...],
        mappings: Mapping[str, Answer],
        given: Mapping[str, Any],
        is_month_first: bool,
    ) -> None:
        self.outcome, self.today, self.wanted, self.mappings = outcome, today, wanted, mappings
        self.given, self.is_month_first = given, is_month_first
        self.keys = ReferenceChecker()
        self.names: list[str] = []

    def sheet(self, sheet: Sheet) -> Iterator[ParsedRow]:
        rows = iter(sheet.rows)
        head = list(islice(rows, MAX_HEAD_ROWS))
        header = self._header(sheet, head)
        filled = [row for row in head if row.is_filled]
        if header is None:
            self._pass_over(sheet, filled)
            return
        below = [row for row in filled if row.number >= header.row][: headers.MAX_HEADER_ROWS]
        if header.twice:
            self.outcome.heads = {sheet.name: below}
            raise FileRefused("F012", columns=", ".join(str(COLUMN_LABELS[name]) for name in header.twice))
        self.outcome.heads[sheet.name] = filled[: headers.MAX_HEADER_ROWS]
        sample = head + list(islice(rows, MAX_SAMPLE_ROWS - MAX_HEAD_ROWS)) if header.kind == SUPPLIERS else head
        self.outcome.encoding = self.outcome.encoding or sheet.notes.encoding
        self.outcome.kinds[sheet.name] = header.kind
        self.outcome.headers[sheet.name] = header.row
        self.outcome.statuses.append(SheetStatus(sheet.name, True, _read_reason(header), looks_like_data=True))
        rows = chain(sample, rows)
        while header:
            table = self._table(sheet, header, head, sample)
            if table.lacks:
                self.outcome.lacking[sheet.name] = (table.lacks, below)
            self.outcome.letters[sheet.name] = table.letters
            for parsed in table.rows(rows):
                self.keys.add(parsed, table.letters)
                yield parsed
            self.outcome.messages += table.messages
            for message in table.late:
                self.outcome.add_late(message)
            # Another table may follow, with headers of its own.
            header = headers.read_block_header(table.next_header, header.kind) if table.next_header else None

    def _table(self, sheet: Sheet, header: Header, head: list[Row], sample: list[Row]) -> SheetParser:
        header = settle_columns(header, [row for row in sample if row.number > header.row])
        how: dict[str, Any] = {"given": self.given, "is_month_first": self.is_month_first, "sample": sample}
        return SheetParser(sheet, header, head, self.today, **how)

    def _pass_over(self, sheet: Sheet, filled: list[Row]) -> None:
        """Note why a sheet is not read, with the rows by which a person can say what its columns are."""
        is_visible = not (sheet.is_hidden or headers.fold_header(sheet.name or "") in OWN_SHEETS)
        looks_like_data = sum(len(_filled_cells(row)) > 1 for row in filled) > MIN_DATA_ROWS and is_visible
        if filled:
            self.outcome.heads[sheet.name] = filled[: headers.MAX_HEADER_ROWS]
        reason = "we did not recognise its headers" if filled else "it is empty"
        is_worth_naming = is_visible and bool(filled)
        self.outcome.statuses.append(SheetStatus(sheet.name, False, reason, looks_like_data, is_worth_naming))

    def _header(self, sheet: Sheet, head: list[Row]) -> Header | None:
        for row in head if self.mappings else []:
            answer = self.mappings.get(headers.get_fingerprint(row))
            if answer and answer.kind in self.wanted and (header := headers.find_header([row], answer.kind, answer)):
                return header
        if headers.fold_header(sheet.name or "") in OWN_SHEETS:
            return None
        if header := headers.detect_header(sheet.name, head, self.wanted):
            return header
        filled = [row for row in head if row.is_filled]
        columns = headers.name_columns(filled)
        answer = self.mappings.get(headers.get_fingerprint(columns))
        if answer and answer.kind in self.wanted and (header := headers.find_header([columns], answer.kind, answer)):
            return header
        if SUPPLIERS not in self.wanted:
            return None
        return self._header_without_country(sheet, filled) or guess_without_header(filled)

    def _header_without_country(self, sheet: Sheet, filled: list[Row]) -> Header | None:
        """Return the header of a list whose country the sheet's name says, or each row by itself."""
        header = headers.find_header(filled, SUPPLIERS, needs_country=False)
        if header is None:
            return None
        if has_country_in_rows(header, [row for row in filled if row.number > header.row]):
            return header
        title = (sheet.name or "").strip()
        is_country = (len(title) > len("xxx") or title in SHORT_TITLES) and find_country(title)[0] is not None
        return replace(header, constants={"country": title}) if is_country else None

    def finish(self) -> None:
        if not self.outcome.kinds:
            raise self._no_header()
        self.outcome.messages += [
            Message("W009", status.name, values={"sheet": status.name, "reason": status.reason})
            for status in self.outcome.statuses
            if not status.is_read and status.is_worth_naming
        ]
        if not self.keys.count:
            raise FileRefused("F013")
        for message in self.keys.messages():
            self.outcome.add_late(message)

    def _no_header(self) -> FileRefused:
        """Return F010 where a sheet is plainly meant, by its name or as the only one; else F009."""
        heads = list(self.outcome.heads)
        meant = [name for name in heads if headers.get_kind_by_name(name) in self.wanted] or (
            heads if len(heads) == 1 else []
        )
        if meant:
            kind = headers.get_kind_by_name(meant[0]) or (self.wanted[0] if len(self.wanted) == 1 else SUPPLIERS)
            groups = headers.REQUIRED_COLUMNS[kind]
            required = "; ".join(" or ".join(str(COLUMN_LABELS[name]) for name in group) for group in groups)
            wording = "F010" if meant[0] else "F010 file"
            return FileRefused("F010", wording=wording, sheet=meant[0], n=headers.MAX_HEADER_ROWS, required=required)
        expected = ", ".join(sheet_kinds()[kind].sheet for kind in self.wanted)
        return FileRefused("F009", expected=expected, sheets=", ".join(filter(None, self.names)) or "none")


# Short names of sheets that are countries; IT is a department.
SHORT_TITLES = frozenset({"UK", "GB", "USA", "US", "UAE", "PRC"})
# Sheets of our own template and results that hold no rows to read.
OWN_SHEETS = frozenset({"read me", "lists", "results"})


def _filled_cells(row: Row) -> list[Value]:
    return [value for value in row.values if value not in (None, "")]


def _read_reason(header: Header) -> str:
    where = f"its headers are in row {header.row}" if header.row else "it has no header row, so we guessed the columns"
    return f"it contains {header.kind}: {where}"

"""Parse a file's sheets to rows of plain values, with what is wrong with them. Pure: no database.

It runs in the limited child process. What only the whole file can tell (keys used twice, a column of dates that is
written month first) is found at the end, as late messages on rows that were handed on before.

See docs/requirements/suppliers.md#header-rows, docs/requirements/suppliers.md#reading-files.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from typing import Any

from compliance.workbooks import headers
from compliance.workbooks.columns import SUPPLIERS, sheet_kinds
from compliance.workbooks.duplicate_references import ReferenceChecker
from compliance.workbooks.headers import Answer, Header
from compliance.workbooks.messages import Message
from compliance.workbooks.sheet_parser import ParsedRow, SheetParser
from compliance.workbooks.types import FileRefused, Row, Sheet

# Rows looked through for a header: 30 that are not empty, and the empty ones between them.
MAX_HEAD_ROWS = 230


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
    # A hidden sheet is read where it is the only one with a header (docs/requirements/suppliers.md#reading-files).
    unread = hidden if outcome.kinds else []
    for sheet in [] if outcome.kinds else hidden:
        yield from reading.sheet(sheet)
    outcome.messages += [Message("W004", sheet.name, values={"sheet": sheet.name}) for sheet in unread]
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
        if header is None:
            if filled := [row for row in head if row.is_filled]:
                self.outcome.heads[sheet.name] = filled[: headers.MAX_HEADER_ROWS]
            return
        below = [row for row in head if row.is_filled and row.number >= header.row][: headers.MAX_HEADER_ROWS]
        if header.twice:
            self.outcome.heads = {sheet.name: below}
            raise FileRefused("F012", columns=", ".join(header.twice))
        self.outcome.kinds[sheet.name] = header.kind
        table = SheetParser(sheet, header, head, self.today, given=self.given, is_month_first=self.is_month_first)
        if table.lacks:
            self.outcome.lacking[sheet.name] = (table.lacks, below)
        self.outcome.letters[sheet.name] = table.letters
        self.outcome.headers[sheet.name] = header.row
        for parsed in table.rows(chain(head, rows)):
            self.keys.add(parsed, table.letters)
            yield parsed
        self.outcome.messages += table.messages
        for message in table.late:
            self.outcome.add_late(message)

    def _header(self, sheet: Sheet, head: list[Row]) -> Header | None:
        for row in head if self.mappings else []:
            answer = self.mappings.get(headers.get_fingerprint(row))
            if (
                answer
                and answer.kind in self.wanted
                and (header := headers.find_header([row], answer.kind, answer.columns))
            ):
                return header
        return headers.detect_header(sheet.name, head, self.wanted)

    def finish(self) -> None:
        if not self.outcome.kinds:
            raise self._no_header()
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
            required = "; ".join(" or ".join(group) for group in headers.REQUIRED_COLUMNS[kind])
            return FileRefused("F010", sheet=meant[0] or "this file", n=headers.MAX_HEADER_ROWS, required=required)
        expected = ", ".join(sheet_kinds()[kind].sheet for kind in self.wanted)
        return FileRefused("F009", expected=expected, sheets=", ".join(filter(None, self.names)) or "none")

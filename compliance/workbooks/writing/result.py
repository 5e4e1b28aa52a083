"""The user's own sheets back, with what we found in each row, its cells marked, and a sheet of results (suppliers 8).

Built anew from the values that were read: nothing of the old file that was active comes back.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.hyperlink import Hyperlink

from compliance.workbooks.cells.text import as_text
from compliance.workbooks.codes import MOST_MESSAGES
from compliance.workbooks.sheets import CellError, NoResult, Sheet
from compliance.workbooks.writing.safe import (
    ERROR_FILL,
    HEAD_FILL,
    HEAD_FONT,
    TITLE_FONT,
    TOP,
    WARNING_FILL,
    csv_text,
    made,
    plain,
)

OURS = ("portal_result", "portal_messages", "portal_key")
OUTCOMES = {
    "add": "will be added",
    "change": "will be changed",
    "same": "already like this",
    "skip": "passed over",
    "error": "has a problem",
    "held": "waits: another row of its audit has a problem",
}
HEAD = ("Code", "What is wrong, and what to do", "Sheet", "Row", "Column", "Value")
AUTHOR = "Daylight"


@dataclass(slots=True)
class Found:
    """What was found in a row. messages: as read_workbook prints them."""

    outcome: str
    key: str = ""
    messages: Sequence[Mapping[str, Any]] = ()

    @property
    def in_words(self) -> str:
        return OUTCOMES.get(self.outcome, self.outcome)

    @property
    def text(self) -> str:
        return "\n".join(f"{message['code']} {message['message']}" for message in self.messages)


@dataclass(slots=True)
class Results:
    """found: by sheet and Excel row. headers: the header's row by sheet; sheets that were not read have none."""

    found: Mapping[tuple[str, int], Found]
    headers: Mapping[str, int]
    messages: Sequence[Mapping[str, Any]] = ()
    counts: Counter[str] = field(default_factory=Counter)


def as_workbook(sheets: Iterable[Sheet], results: Results) -> bytes:
    book = Workbook(write_only=True)
    _results(book.create_sheet("Results"), results)
    for number, sheet in enumerate(sheets, 1):
        _sheet(book.create_sheet(_title(sheet.name, number)), sheet, results)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _title(name: str | None, number: int) -> str:
    title = (name or f"Sheet {number}")[:31]
    return f"{title[:28]} (2)" if title.casefold() == "results" else title


def _results(page: Any, results: Results) -> None:
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 24, 90
    for letter in "CDEF":
        page.column_dimensions[letter].width = 20
    title = made(page, "Results")
    title.font = TITLE_FONT
    page.append([title])
    for outcome, count in results.counts.items():
        if outcome in OUTCOMES and count:
            page.append([made(page, OUTCOMES[outcome].capitalize()), count])
    page.append([])
    page.append([_head(page, text) for text in HEAD])
    row = page._max_row
    said = [*results.messages, *(message for found in results.found.values() for message in found.messages)]
    for number, message in enumerate(said[:MOST_MESSAGES], row + 1):
        page.append(_line(page, message, number))
    if len(said) > MOST_MESSAGES:
        page.append([made(page, f"and {len(said) - MOST_MESSAGES:,} more of the same kinds")])


def _line(page: Any, message: Mapping[str, Any], number: int) -> list[Any]:
    link = made(page, str(message["code"]))
    sheet, row, column = message["sheet"], message["row"], message["column"]
    if sheet and row:
        place = f"'{sheet.replace(chr(39), chr(39) * 2)}'!{column or 'A'}{row}"
        link._hyperlink = Hyperlink(ref=f"A{number}", location=place, display=str(message["code"]))
    text = made(page, str(message["message"]))
    text.alignment = TOP
    return [link, text, plain(page, sheet or ""), row, column, plain(page, str(message["value"]))]


def _head(page: Any, text: str) -> Any:
    cell = made(page, text)
    cell.font, cell.fill = HEAD_FONT, HEAD_FILL
    return cell


def _sheet(page: Any, sheet: Sheet, results: Results) -> None:
    name = sheet.name or ""
    header, width, last = results.headers.get(name), 0, 0
    for row in sheet.rows:
        for _ in range(row.number - last - 1):
            page.append([])
        last = row.number
        cells = [plain(page, _plain(value)) for value in row.values]
        if row.number == header:
            width = len(row.values)
            cells += [_head(page, text) for text in OURS]
        elif found := results.found.get((name, row.number)):
            _mark(cells, found, page, width)
        page.append(cells)


def _plain(value: Any) -> Any:
    if isinstance(value, CellError):
        return value.text
    return None if isinstance(value, NoResult) else value


def _mark(cells: list[Any], found: Found, page: Any, width: int) -> None:
    """Notes and colours on the cells that messages are about, and our three columns at the right end."""
    cells += [None] * (width - len(cells))
    by_cell: dict[int, list[Mapping[str, Any]]] = {}
    for message in found.messages:
        if message["column"]:
            by_cell.setdefault(column_index_from_string(message["column"]) - 1, []).append(message)
    for position, messages in by_cell.items():
        if position < len(cells):
            if not isinstance(cells[position], Cell):
                cells[position] = made(page, cells[position])
            is_error = any(message["level"] == "error" for message in messages)
            cells[position].fill = ERROR_FILL if is_error else WARNING_FILL
            cells[position].comment = Comment("\n".join(str(m["message"]) for m in messages), AUTHOR, 160, 320)
    text = made(page, found.text) if found.messages else None
    if text is not None:
        text.alignment = TOP
    cells += [plain(page, found.in_words), text, plain(page, found.key)]


def as_csv(sheet: Sheet, results: Results, *, delimiter: str = ",") -> bytes:
    """CSV in, CSV out. UTF-8 with BOM, CRLF."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    header, width, last = results.headers.get(""), 0, 0
    for row in sheet.rows:
        writer.writerows([] for _ in range(row.number - last - 1))
        last = row.number
        cells = [csv_text(as_text(value)) for value in row.values]
        if row.number == header:
            width = len(cells)
            cells += OURS
        elif found := results.found.get(("", row.number)):
            cells += [""] * (width - len(cells))
            cells += [found.in_words, csv_text(found.text), csv_text(found.key)]
        writer.writerow(cells)
    return b"\xef\xbb\xbf" + out.getvalue().encode()

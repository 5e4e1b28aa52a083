"""Write the user's own sheets back, with our findings in each row, marked cells and a sheet of results.

It is built anew from the values that were read: nothing of the old file that was active comes back.

See docs/requirements/suppliers.md#result-workbook.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.hyperlink import Hyperlink

from compliance.workbooks.cells.text import as_text
from compliance.workbooks.messages import MAX_MESSAGES
from compliance.workbooks.types import COMMENT_AUTHOR, CellError, NoResult, Sheet
from compliance.workbooks.writing.styles import ERROR_FILL, HEAD_FILL, HEAD_FONT, TITLE_FONT, TOP, WARNING_FILL
from portal.core import csv_cells
from portal.core.xlsx import make_cell, make_value

PORTAL_COLUMNS = ("portal_result", "portal_messages", "portal_key")
# By outcome: what a row would do, and what became of it.
PREVIEW_LABELS = {
    "add": "will be added",
    "change": "will be changed",
    "same": "no change needed",
    "skip": "skipped",
    "error": "has a problem",
    "held": "on hold: a row about possible harm in the same audit has a problem",
}
APPLIED_LABELS = {
    "add": "added",
    "change": "changed",
    "same": "no change: it was already the same",
    "skip": "skipped: another row is the same",
    "error": "not imported: it has a problem",
    "held": "not imported: a row about possible harm in the same audit has a problem",
    "draft": "imported: its audit is a draft, because a row about possible harm in the same audit has a problem",
}
RESULT_HEADERS = ("Code", "Problem and how to fix it", "Sheet", "Row", "Column", "Value")
RESULTS_TITLE = "Results"
# Above the table of our sheet of results stand its title and a line an outcome.
MAX_HEADER_ROW = 12


@dataclass(slots=True)
class RowResult:
    """Hold what was found in a row. messages: as read_workbook prints them."""

    outcome: str
    key: str = ""
    messages: Sequence[Mapping[str, Any]] = ()

    @property
    def text(self) -> str:
        return "\n".join(f"{message['code']} {message['message']}" for message in self.messages)


@dataclass(slots=True)
class Results:
    """Hold the results. found: by sheet and Excel row. headers: the header's row by sheet; unread sheets have none.

    is_applied: whether the rows are in the register, so that the words tell what became of each.
    """

    found: Mapping[tuple[str, int], RowResult]
    headers: Mapping[str, int]
    messages: Sequence[Mapping[str, Any]] = ()
    counts: Counter[str] = field(default_factory=Counter)
    is_applied: bool = False

    @property
    def words(self) -> Mapping[str, str]:
        return APPLIED_LABELS if self.is_applied else PREVIEW_LABELS


def render_workbook(sheets: Sequence[Sheet], results: Results) -> bytes:
    """Return the workbook. An earlier sheet of results of ours is left out: this one replaces it."""
    book = Workbook(write_only=True)
    shown_sheets = [sheet for sheet in map(_without_our_results, sheets) if sheet is not None]
    titles = _titles([sheet.name for sheet in shown_sheets])
    _results(
        book.create_sheet(RESULTS_TITLE),
        results,
        dict(zip([sheet.name for sheet in shown_sheets], titles, strict=True)),
    )
    for title, sheet in zip(titles, shown_sheets, strict=True):
        _sheet(book.create_sheet(title), sheet, results)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _without_our_results(sheet: Sheet) -> Sheet | None:
    """Return the sheet with its rows to walk from the first; None where it is a sheet of results that we made."""
    if (sheet.name or "").casefold() != RESULTS_TITLE.casefold():
        return sheet
    head = list(islice(sheet.rows, MAX_HEADER_ROW))
    if any(tuple(row.values[: len(RESULT_HEADERS)]) == RESULT_HEADERS for row in head):
        return None
    return replace(sheet, rows=chain(head, sheet.rows))


def _titles(names: Sequence[str | None]) -> list[str]:
    """Return the sheets' own names, as far as Excel allows and two are not the same; ours is reserved."""
    used, titles = {RESULTS_TITLE.casefold()}, []
    for number, name in enumerate(names, 1):
        stem = re.sub(r"[\\*?:/\[\]]", "_", name or f"Sheet {number}")[:31]
        title, again = stem, 1
        while title.casefold() in used:
            again += 1
            title = f"{stem[:26]} ({again})"
        used.add(title.casefold())
        titles.append(title)
    return titles


def _results(page: Any, results: Results, titles: Mapping[str | None, str]) -> None:
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 24, 90
    for letter in "CDEF":
        page.column_dimensions[letter].width = 20
    title = make_cell(page, RESULTS_TITLE)
    title.font = TITLE_FONT
    page.append([title])
    for outcome, count in results.counts.items():
        if outcome in results.words and count:
            page.append([make_cell(page, results.words[outcome].capitalize()), count])
    page.append([])
    page.append([_head(page, text) for text in RESULT_HEADERS])
    row = page._max_row
    messages = [
        *results.messages,
        *(message for row_result in results.found.values() for message in row_result.messages),
    ]
    if len(messages) > MAX_MESSAGES:
        messages.sort(key=lambda message: message["level"] != "error")  # no note takes the place of a problem
    for number, message in enumerate(messages[:MAX_MESSAGES], row + 1):
        page.append(_line(page, message, number, titles))
    for code, more in Counter(message["code"] for message in messages[MAX_MESSAGES:]).items():
        page.append([make_cell(page, str(code)), make_cell(page, f"and {more:,} more of the same kind")])


def _line(page: Any, message: Mapping[str, Any], number: int, titles: Mapping[str | None, str]) -> list[Any]:
    link = make_cell(page, str(message["code"]))
    sheet, row, column = message["sheet"], message["row"], message["column"]
    if sheet in titles and row:
        location = f"'{titles[sheet].replace(chr(39), chr(39) * 2)}'!{column or 'A'}{row}"
        link._hyperlink = Hyperlink(ref=f"A{number}", location=location, display=str(message["code"]))
    text = make_cell(page, str(message["message"]))
    text.alignment = TOP
    return [
        link,
        text,
        make_value(page, titles.get(sheet, sheet or "")),
        row,
        column,
        make_value(page, str(message["value"])),
    ]


def _head(page: Any, text: str) -> Any:
    cell = make_cell(page, text)
    cell.font, cell.fill = HEAD_FONT, HEAD_FILL
    return cell


@dataclass(slots=True)
class PortalColumns:
    """Hold where our three columns are, from 0: where an earlier result has them, else at the right end.

    others: where an earlier result of ours has them a second time; nothing is written there any more.
    """

    ours: list[int]
    others: list[int]

    @classmethod
    def of(cls, header: Sequence[Any]) -> "PortalColumns":
        ours: list[int] = []
        others = [index for index, value in enumerate(header) if isinstance(value, str) and value in PORTAL_COLUMNS]
        end = len(header)
        for name in PORTAL_COLUMNS:
            position = next((index for index in others if header[index] == name), None)
            if position is None:
                position, end = end, end + 1
            else:
                others.remove(position)
            ours.append(position)
        return cls(ours, others)

    def cleared(self, values: Sequence[Any]) -> list[Any]:
        """Return the values with nothing in our columns, which are there however short the row was."""
        cells = [*values, *([None] * (max(self.ours) + 1 - len(values)))]
        for index in (*self.ours, *self.others):
            if index < len(cells):
                cells[index] = None
        return cells


def _sheet(page: Any, sheet: Sheet, results: Results) -> None:
    name = sheet.name or ""
    header, last, columns = results.headers.get(name), 0, None
    for row in sheet.rows:
        for _ in range(row.number - last - 1):
            page.append([])
        last, values = row.number, [_plain(value) for value in row.values]
        if row.number == header:
            columns = PortalColumns.of(values)
        cells = [make_value(page, value) for value in (columns.cleared(values) if columns else values)]
        if row.number == header and columns:
            _set_portal_cells(cells, columns, [_head(page, text) for text in PORTAL_COLUMNS])
        elif columns and (row_result := results.found.get((name, row.number))):
            _mark(cells, row_result, page)
            _set_portal_cells(cells, columns, _portal_cells(row_result, page, results))
        page.append(cells)


def _set_portal_cells(cells: list[Any], columns: PortalColumns, values: Sequence[Any]) -> None:
    for index, value in zip(columns.ours, values, strict=True):
        cells[index] = value


def _plain(value: Any) -> Any:
    if isinstance(value, CellError):
        return value.text
    return None if isinstance(value, NoResult) else value


def _mark(cells: list[Any], row_result: RowResult, page: Any) -> None:
    """Add notes and colours to the cells that messages are about."""
    by_cell: dict[int, list[Mapping[str, Any]]] = {}
    for message in row_result.messages:
        if message["column"]:
            by_cell.setdefault(column_index_from_string(message["column"]) - 1, []).append(message)
    for position, messages in by_cell.items():
        if position < len(cells):
            if not isinstance(cells[position], Cell):
                cells[position] = make_cell(page, cells[position])
            is_error = any(message["level"] == "error" for message in messages)
            cells[position].fill = ERROR_FILL if is_error else WARNING_FILL
            cells[position].comment = Comment("\n".join(str(m["message"]) for m in messages), COMMENT_AUTHOR, 160, 320)


def _portal_cells(row_result: RowResult, page: Any, results: Results) -> list[Any]:
    """Return what our three columns say of a row."""
    text = make_cell(page, row_result.text) if row_result.messages else None
    if text is not None:
        text.alignment = TOP
    return [
        make_value(page, results.words.get(row_result.outcome, row_result.outcome)),
        text,
        make_value(page, row_result.key),
    ]


def render_csv(sheet: Sheet, results: Results, *, delimiter: str = ",") -> bytes:
    """Return CSV for CSV: UTF-8 with BOM, CRLF."""
    return csv_cells.render_csv(_csv_rows(sheet, results), delimiter=delimiter)


def _csv_rows(sheet: Sheet, results: Results) -> Iterator[list[str]]:
    header, last, columns = results.headers.get(""), 0, None
    for row in sheet.rows:
        yield from ([] for _ in range(row.number - last - 1))
        last = row.number
        if row.number == header:
            columns = PortalColumns.of(row.values)
        cells = [as_text(value) for value in (columns.cleared(row.values) if columns else row.values)]
        if row.number == header and columns:
            _set_portal_cells(cells, columns, PORTAL_COLUMNS)
        elif columns and (row_result := results.found.get(("", row.number))):
            outcome = results.words.get(row_result.outcome, row_result.outcome)
            _set_portal_cells(cells, columns, (outcome, row_result.text, row_result.key))
        yield cells

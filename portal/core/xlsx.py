"""Writes Excel workbooks in which nothing acts: text is stored as text, whatever it begins with.

See docs/requirements/security.md#exports.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from portal.core.csv_cells import could_be_formula

MAX_CELL_LENGTH = 32_767
WIDEST, NARROWEST = 40, 10


@dataclass(frozen=True)
class Sheet:
    """One sheet. rows: text, numbers, dates or None, in the order of the heads."""

    title: str
    heads: tuple[str, ...]
    rows: Iterable[Iterable[Any]]


def build_workbook(sheets: Iterable[Sheet]) -> bytes:
    """Return an .xlsx file; each sheet has its heads in row 1, which stays in sight."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        drawn = book.create_sheet(sheet.title)
        drawn.freeze_panes = "A2"
        for number, head in enumerate(sheet.heads, start=1):
            width = max(NARROWEST, min(WIDEST, len(head) + 4))
            drawn.column_dimensions[get_column_letter(number)].width = width
        drawn.append([_head(drawn, head) for head in sheet.heads])
        for row in sheet.rows:
            drawn.append([_cell(drawn, value) for value in row])
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def set_cell(cell: Any, value: Any) -> Any:
    """Set a cell's value, and return the cell. Text stays text, whatever it looks like.

    What a spreadsheet would take for a formula gets the mark of what was typed after an apostrophe.
    """
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        if could_be_formula(value):
            cell.quotePrefix = True
    return cell


def make_cell(sheet: Any, value: Any) -> Any:
    """Return a cell for a sheet that is written row by row."""
    return set_cell(WriteOnlyCell(sheet), value)


def make_value(sheet: Any, value: Any) -> Any:
    """Return a cell as make_cell does, or the value itself where a sheet takes it for what it is.

    A cell made for each would take most of the time of a long list.
    """
    if isinstance(value, str):
        is_plain = len(value) <= MAX_CELL_LENGTH and not could_be_formula(value) and value not in ERROR_CODES
        return value if is_plain else make_cell(sheet, value)
    return value


def clean_text(text: str) -> str:
    """Return the text as a cell can hold it: no control characters, no longer than a cell may be."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)[:MAX_CELL_LENGTH]


def _head(sheet: Any, text: str) -> Any:
    cell = make_cell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, date):
        cell = make_cell(sheet, value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    return value if value is None or isinstance(value, int | float) else make_value(sheet, clean_text(str(value)))

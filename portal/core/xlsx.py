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

from portal.core.csv_cells import escape_cell as csv_cell

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


def _head(sheet: Any, text: str) -> Any:
    drawn = WriteOnlyCell(sheet, text)
    drawn.data_type = "s"
    drawn.font = Font(bold=True)
    return drawn


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, date):
        drawn = WriteOnlyCell(sheet, value)
        drawn.number_format = "yyyy-mm-dd"
        return drawn
    if value is None or isinstance(value, int | float):
        return value
    return _text(sheet, str(value))


def _text(sheet: Any, text: str) -> Any:
    """A text cell. One that a spreadsheet would take for something else says that it is text, when it is edited too.

    Plain words go as they are: a cell made for each would take most of the time of a long list.
    """
    text = ILLEGAL_CHARACTERS_RE.sub("", text)[:MAX_CELL_LENGTH]
    if csv_cell(text) == text and text not in ERROR_CODES:
        return text
    drawn = WriteOnlyCell(sheet, text)
    drawn.data_type = "s"
    drawn.quotePrefix = True
    return drawn

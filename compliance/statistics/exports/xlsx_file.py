"""The workbook of a release for Excel."""

import io
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table

from compliance.statistics.exports.book import Book, BookSheet
from portal.core.xlsx import clean_text, set_cell

FIRST_WIDTH, OTHER_WIDTH, COVER_WIDTH = 46, 18, 90
NUMBER_FORMAT = "#,##0"


def write_xlsx(book: Book, published_at: datetime) -> bytes:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in book.sheets:
        _write_sheet(workbook.create_sheet(sheet.name), sheet)
    facts = workbook.properties
    facts.title, facts.creator, facts.language = book.title, "", "en-GB"
    facts.created = facts.modified = published_at.replace(tzinfo=None)
    body = io.BytesIO()
    workbook.save(body)
    return body.getvalue()


def _write_sheet(drawn: Any, sheet: BookSheet) -> None:
    drawn.column_dimensions["A"].width = FIRST_WIDTH if sheet.rows else COVER_WIDTH
    _text(drawn, 1, sheet.title).style = "Headline 1"
    for number, line in enumerate(sheet.lines, start=2):
        cell = _text(drawn, number, line)
        # Below a table's title a line runs over the columns beside it, which are empty there.
        cell.alignment = Alignment(wrap_text=not sheet.rows, vertical="top")
    if sheet.rows:
        _write_table(drawn, sheet, len(sheet.lines) + 2)


def _write_table(drawn: Any, sheet: BookSheet, first_row: int) -> None:
    for row_number, row in enumerate(sheet.rows):
        for column, value in enumerate(row, start=1):
            cell = drawn.cell(first_row + row_number, column)
            set_cell(cell, clean_text(value) if isinstance(value, str) else value)
            is_symbol = isinstance(value, str) and value.startswith("[") and row_number > 0
            cell.number_format = NUMBER_FORMAT if isinstance(value, int) else "General"
            is_right = column > 1 and (isinstance(value, int) or is_symbol)
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="right" if is_right else None)
            if row_number == 0:
                cell.font = Font(bold=True)
    for number, target in enumerate(sheet.links, start=first_row + 1):
        cell = drawn.cell(number, 1)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{target}'!A1")
        cell.style = "Hyperlink"
    width = len(sheet.rows[0])
    for column in range(2, width + 1):
        is_text = all(isinstance(row[column - 1], str) for row in sheet.rows)
        drawn.column_dimensions[get_column_letter(column)].width = (
            COVER_WIDTH if is_text and width == 2 else OTHER_WIDTH
        )
    last = f"{get_column_letter(width)}{first_row + len(sheet.rows) - 1}"
    drawn.add_table(Table(displayName=sheet.table, name=sheet.table, ref=f"A{first_row}:{last}"))


def _text(drawn: Any, row: int, text: str) -> Any:
    return set_cell(drawn.cell(row, 1), clean_text(text))

"""The empty list of a group's members that a business fills, as a workbook and as CSV."""

import io

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from compliance.statements import vocabulary
from compliance.statements.groups.rules.workbook_rows import COLUMNS
from compliance.workbooks.writing.styles import HEAD_FILL, HEAD_FONT, HELP_FONT, TEXT_FONT, TOP
from portal.core.csv_cells import render_csv
from portal.core.xlsx import set_cell

SHEET, LISTS = "Members", "Lists"
YES_NO = ("Yes", "No")
HELP = {
    "legal_name": "# As shown in the company register. Required.",
    "company_number": "8 characters, for example 01234567. Empty if there is none.",
    "scope": "Does it have to publish itself? Choose from the list. Required.",
    "covered": "Does this statement cover its steps? Yes or No. Required if it is in scope.",
    "section": "Which section covers its steps? Choose from the list.",
    "website_url": "Where it shows the statement, starting with https://.",
}
WIDTHS = {"legal_name": 44, "section": 40, "website_url": 44, "scope": 28}


def lists() -> dict[str, tuple[str, ...]]:
    """Return the words that a column offers."""
    codes = {"scope": "scope_status", "section": "section_area"}
    words = {name: tuple(value.label for value in vocabulary.enumeration(code).values) for name, code in codes.items()}
    return words | {"covered": YES_NO}


def as_xlsx() -> bytes:
    book = Workbook()
    sheet, words = book.active, book.create_sheet(LISTS)
    sheet.title = SHEET
    for position, (name, offered) in enumerate(lists().items(), start=1):
        set_cell(words.cell(1, position), name).font = HEAD_FONT
        words.cell(1, position).fill = HEAD_FILL
        for row, word in enumerate(offered, start=2):
            set_cell(words.cell(row, position), word).font = TEXT_FONT
        words.column_dimensions[get_column_letter(position)].width = max(map(len, offered)) + 4
    for position, name in enumerate(COLUMNS, start=1):
        letter = get_column_letter(position)
        head, below = sheet.cell(1, position), sheet.cell(2, position)
        set_cell(head, name).font = HEAD_FONT
        set_cell(below, HELP[name]).font = HELP_FONT
        head.fill, below.alignment = HEAD_FILL, TOP
        sheet.column_dimensions[letter].width = WIDTHS.get(name, 22)
        if name == "company_number":
            sheet.column_dimensions[letter].number_format = "@"
        if name in lists():
            column = get_column_letter(list(lists()).index(name) + 1)
            source = f"{LISTS}!${column}$2:${column}${len(lists()[name]) + 1}"
            offer = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=False)
            offer.add(f"{letter}3:{letter}502")
            sheet.add_data_validation(offer)
    sheet.row_dimensions[2].height = 48
    sheet.freeze_panes = "B3"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_csv() -> bytes:
    """Return UTF-8 with BOM, so that Excel knows it."""
    return render_csv([COLUMNS, [HELP[name] for name in COLUMNS]])

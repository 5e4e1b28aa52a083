"""Write the empty workbooks that a business fills: five sheets, or one of eight columns.

See docs/requirements/suppliers.md#workbook-template.
"""

import io

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from compliance.workbooks.choice_synonyms import choice_words
from compliance.workbooks.columns import ACTIONS, FINDINGS, SUPPLIERS, Column, SheetKind, sheet_kinds
from compliance.workbooks.writing.styles import HEAD_FILL, HEAD_FONT, HELP_FONT, TEXT_FONT, TITLE_FONT, TOP
from portal.core.csv_cells import render_csv
from portal.core.xlsx import set_cell

EDITION = "2026-11-24"
# The columns of the small template.
SMALL_TEMPLATE_COLUMNS = (
    "supplier_name", "country", "sector", "tier", "product", "company_number", "contact_email", "notes",
)  # fmt: skip
LISTS_SHEET = "Lists"
READ_ME_LINES = (
    "How to fill in this workbook",
    "Each row is one supplier site, one finding or one action. Fill in the sheets you need and leave the others empty.",
    "The grey line under the headers explains what goes in each column. You can leave it or delete it.",
    "Columns with a list use the words on the “Lists” sheet. We also understand other common words.",
    "Write dates like 2026-12-31. References can start with zeros.",
    "If you do not know something, leave the cell empty. An empty cell never removes anything from your register.",
    "Upload the workbook on the page where you downloaded it. We import nothing until you confirm it.",
    "If there are problems, you can download your own workbook with each problem marked.",
)


def render_full_template() -> bytes:
    """Return the workbook of five sheets."""
    book = Workbook()
    write_read_me(book.active)
    lists = _lists(book)
    for kind in sheet_kinds().values():
        sheet = book.create_sheet(kind.sheet)
        _table(sheet, kind, get_columns(kind), lists)
    book.move_sheet(LISTS_SHEET, len(book.sheetnames))
    return _saved(book)


def render_small_template() -> bytes:
    """Return one sheet of eight columns."""
    book = Workbook()
    kind = sheet_kinds()[SUPPLIERS]
    lists = _lists(book, ("tiers", "sectors"))
    sheet = book.active
    sheet.title = kind.sheet
    _table(sheet, kind, [kind.column(name) for name in SMALL_TEMPLATE_COLUMNS], lists)
    return _saved(book)


def render_csv_template(code: str) -> bytes:
    """Return one sheet as CSV: headers and the help line. UTF-8 with BOM, so that Excel knows it."""
    kind = sheet_kinds()[code]
    columns = get_columns(kind)
    help_lines = [get_help_line(column, is_first=number == 0) for number, column in enumerate(columns)]
    return render_csv([[column.name for column in columns], help_lines])


def get_columns(kind: SheetKind) -> list[Column]:
    """Return the columns of the template; its sheet of findings leaves the action plan to that one's own sheet."""
    columns = [column for column in kind.columns if column.is_template and not column.shown]
    if kind.code != FINDINGS:
        return columns
    plan = {column.name for column in sheet_kinds()[ACTIONS].columns} - {
        "audit_ref",
        "finding_ref",
        "status",
        "due_date",
    }
    kept_columns = {"code_area", "grade", "description"}
    return [column for column in columns if column.name not in plan - kept_columns]


def get_help_line(column: Column, *, is_first: bool) -> str:
    """Return the line under a header that says what belongs in the column."""
    needed = " Needed." if column.required == "always" and column.default is None else ""
    return ("# " if is_first else "") + column.help + "." * (not column.help.endswith(".")) + needed


def write_read_me(sheet: Worksheet) -> None:
    """Write the sheet that explains how to fill the workbook."""
    sheet.title = "Read me"
    sheet.column_dimensions["A"].width = 100
    for row, line in enumerate(READ_ME_LINES, 1):
        cell = set_cell(sheet.cell(row, 1), line)
        cell.font, cell.alignment = (TITLE_FONT if row == 1 else TEXT_FONT), TOP
    set_cell(sheet.cell(len(READ_ME_LINES) + 2, 1), f"Edition {EDITION}").font = HELP_FONT


def _lists(book: Workbook, names: tuple[str, ...] | None = None) -> dict[str, str]:
    """Write every list of words; return the range of each by name."""
    sheet = book.create_sheet(LISTS_SHEET)
    used = dict.fromkeys(
        column.limits[0] for kind in sheet_kinds().values() for column in kind.columns if column.kind == "choice"
    )
    ranges = {}
    for position, name in enumerate(names or used, 1):
        letter = get_column_letter(position)
        head = set_cell(sheet.cell(1, position), name.replace("_", " ").capitalize())
        head.font, head.fill = HEAD_FONT, HEAD_FILL
        labels = list(choice_words(name).labels().values()) if name != "issues" else list(choice_words(name).labels())
        for row, label in enumerate(labels, 2):
            set_cell(sheet.cell(row, position), label).font = TEXT_FONT
        sheet.column_dimensions[letter].width = min(60, max(map(len, labels)) + 4)
        ranges[name] = f"{LISTS_SHEET}!${letter}$2:${letter}${len(labels) + 1}"
    sheet.freeze_panes = "A2"
    return ranges


def _table(sheet: Worksheet, kind: SheetKind, columns: list[Column], lists: dict[str, str]) -> None:
    for position, column in enumerate(columns, 1):
        letter = get_column_letter(position)
        head, below = sheet.cell(1, position), sheet.cell(2, position)
        set_cell(head, column.name).font = HEAD_FONT
        head.fill, head.alignment = HEAD_FILL, TOP
        set_cell(below, get_help_line(column, is_first=position == 1)).font = HELP_FONT
        below.alignment = TOP
        dimension = sheet.column_dimensions[letter]
        dimension.width = {"long": 50, "key": 18}.get(column.kind, 24)
        if style := get_number_format(column):
            dimension.number_format = style
        if column.kind == "choice" and column.limits[0] in lists:
            validation = DataValidation(
                "list", formula1=lists[column.limits[0]], allow_blank=True, showErrorMessage=False
            )
            validation.add(f"{letter}3:{letter}100000")
            sheet.add_data_validation(validation)
    sheet.row_dimensions[2].height = 60
    sheet.freeze_panes = "B3"
    sheet.sheet_properties.tabColor = "12506B"


def get_number_format(column: Column) -> str | None:
    """Return Excel's number format of a column, or None for its default."""
    if column.kind in ("key", "lei", "os_id") or column.name in ("postcode", "company_number", "duns", "code_area"):
        return "@"
    return "yyyy-mm-dd" if column.kind in ("date", "past date") else None


def _saved(book: Workbook) -> bytes:
    book.properties.creator = "Daylight"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

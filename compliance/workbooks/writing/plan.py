"""Write action plans to be filled and sent back: keys filled and locked, help beside each cell.

See docs/requirements/suppliers.md#action-rows.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from compliance.workbooks.cell_reader import CLEAR
from compliance.workbooks.choice_synonyms import choice_words
from compliance.workbooks.columns import ACTIONS, Column, sheet_kinds
from compliance.workbooks.writing.styles import HEAD_FILL, HEAD_FONT, HELP_FONT, TEXT_FONT, TITLE_FONT, TOP, UNLOCKED
from compliance.workbooks.writing.template import LISTS_SHEET, get_help_line, get_number_format
from portal.core.xlsx import clean_text, make_cell

LOCKED_FILL = PatternFill("solid", fgColor="FFEEF1F3")
FIRST_ROW = 3  # below the header and its help
# Columns that tell the reader what a row is about; a file that comes back may say anything in them.
CONTEXT_COLUMNS = {
    "portal_supplier": "Supplier, for information only",
    "portal_site": "Site, for information only",
    "portal_title": "Finding, for information only",
}
KEY_COLUMNS = ("audit_ref", "finding_ref", "action_no")
# What a supplier says of an action, as on the page of its link.
SUPPLIER_STATUSES = ("in_progress", "closed_unverified", "disputed")


@dataclass(frozen=True)
class Layout:
    """Define a layout. columns: from left to right. locked: those beside the keys that nobody fills.

    statuses: the words to choose.
    """

    columns: tuple[str, ...]
    locked: frozenset[str]
    statuses: tuple[str, ...]


SUPPLIER_LAYOUT = Layout(
    (
        *KEY_COLUMNS, "portal_site", "due_date", "status", "completed_date", "evidence_file", "root_cause",
        "corrective_action", "preventive_action", "responsible_name", "comment", "row_version",
    ),
    frozenset({"due_date"}),
    SUPPLIER_STATUSES,
)  # fmt: skip


def _build_business_layout() -> Layout:
    names = [column.name for column in sheet_kinds()[ACTIONS].columns if column.is_template]
    key_count = len(KEY_COLUMNS)
    return Layout(
        (*names[:key_count], *CONTEXT_COLUMNS, *names[key_count:]),
        frozenset(),
        tuple(choice_words("finding_statuses").labels()),
    )


BUSINESS_LAYOUT = _build_business_layout()


def render_workbook(rows: Iterable[Mapping[str, Any]], layout: Layout, *, read_me: Sequence[str]) -> bytes:
    """Return the workbook; rows hold values by column. It is protected without a password: who has to may lift it."""
    book = Workbook(write_only=True)
    _read_me(book.create_sheet("Read me"), read_me)
    sheet, lists = book.create_sheet(sheet_kinds()[ACTIONS].sheet), book.create_sheet(LISTS_SHEET)
    columns = [_column(name) for name in layout.columns]
    offered = _lists(lists, {"finding_statuses": layout.statuses, "methods": tuple(choice_words("methods").labels())})
    _set_appearance(sheet, columns)
    sheet.append([_head(sheet, column.name) for column in columns])
    sheet.append([_help(sheet, column, is_first=number == 0) for number, column in enumerate(columns)])
    last = FIRST_ROW - 1
    for values in rows:
        last += 1
        sheet.append([_cell(sheet, column, values.get(column.name), layout) for column in columns])
    for letter, column in _lettered(columns):
        if column.kind == "choice" and last >= FIRST_ROW:
            choice = DataValidation(
                "list", formula1=offered[column.limits[0]], allow_blank=True, showErrorMessage=False
            )
            choice.add(f"{letter}{FIRST_ROW}:{letter}{last}")
            sheet.data_validations.append(choice)
    for each in book.worksheets:
        each.protection.sheet = True
        each.protection.formatColumns = each.protection.formatRows = False  # may be made wider
    book.properties.creator = "Daylight"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _column(name: str) -> Column:
    if name in CONTEXT_COLUMNS:
        return Column(name, "text 200", locked=True, shown=True, help=CONTEXT_COLUMNS[name])
    return sheet_kinds()[ACTIONS].column(name)


def _lettered(columns: Sequence[Column]) -> list[tuple[str, Column]]:
    return [(get_column_letter(position), column) for position, column in enumerate(columns, 1)]


def _read_me(sheet: Any, lines: Sequence[str]) -> None:
    sheet.column_dimensions["A"].width = 100
    for row, line in enumerate(lines):
        cell = make_cell(sheet, clean_text(line))
        cell.font, cell.alignment = (TITLE_FONT if row == 0 else TEXT_FONT), TOP
        sheet.append([cell])


def _lists(sheet: Any, codes: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Write the words to choose from; return the range of each list by name."""
    labels_by_list = {
        name: [choice_words(name).label(code) for code in listed_codes] for name, listed_codes in codes.items()
    }
    for position in range(1, len(labels_by_list) + 1):
        sheet.column_dimensions[get_column_letter(position)].width = 40
    sheet.append([_head(sheet, name.replace("_", " ").capitalize()) for name in labels_by_list])
    for row in range(max(map(len, labels_by_list.values()))):
        sheet.append(
            [
                make_cell(sheet, listed_codes[row] if row < len(listed_codes) else None)
                for listed_codes in labels_by_list.values()
            ]
        )
    letters = dict(zip(labels_by_list, map(get_column_letter, range(1, len(labels_by_list) + 1)), strict=True))
    return {
        name: f"{LISTS_SHEET}!${letters[name]}$2:${letters[name]}${len(listed_codes) + 1}"
        for name, listed_codes in labels_by_list.items()
    }


def _set_appearance(sheet: Any, columns: Sequence[Column]) -> None:
    for letter, column in _lettered(columns):
        sheet.column_dimensions[letter].width = {"long": 40, "key": 18, "int": 12, "date": 14}.get(column.kind, 24)
    sheet.row_dimensions[2].height = 48
    sheet.freeze_panes = f"{get_column_letter(len(KEY_COLUMNS) + 1)}{FIRST_ROW}"
    sheet.sheet_properties.tabColor = "12506B"


def _head(sheet: Any, text: str) -> Any:
    cell = make_cell(sheet, text)
    cell.font, cell.fill, cell.alignment = HEAD_FONT, HEAD_FILL, TOP
    return cell


def _help(sheet: Any, column: Column, *, is_first: bool) -> Any:
    cell = make_cell(sheet, get_help_line(column, is_first=is_first))
    cell.font, cell.alignment = HELP_FONT, TOP
    return cell


def _cell(sheet: Any, column: Column, value: Any, layout: Layout) -> Any:
    if isinstance(value, str):
        value = clean_text(value)
        if column.kind == "choice" and value:
            value = choice_words(column.limits[0]).label(value)
    cell = make_cell(sheet, None if value in ("", CLEAR) else value)
    cell.font, cell.alignment = TEXT_FONT, TOP
    if style := get_number_format(column):
        cell.number_format = style
    if column.locked or column.name in layout.locked:
        cell.fill = LOCKED_FILL
    else:
        cell.protection = UNLOCKED
    return cell

"""Write cells that stay what they are: text never becomes a formula.

See docs/requirements/security.md#exports, docs/requirements/suppliers.md#safe-writing.
"""

from typing import Any

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.protection import Protection

HEAD_FILL = PatternFill("solid", fgColor="FF12506B")
HEAD_FONT = Font(name="Arial", size=11, bold=True, color="FFFFFFFF")
HELP_FONT = Font(name="Arial", size=10, italic=True, color="FF4A5B63")
TEXT_FONT = Font(name="Arial", size=11)
TITLE_FONT = Font(name="Arial", size=16, bold=True, color="FF16242B")
ERROR_FILL = PatternFill("solid", fgColor="FFF8D7D4")
WARNING_FILL = PatternFill("solid", fgColor="FFFDE3B5")
TOP = Alignment(vertical="top", wrap_text=True)
UNLOCKED = Protection(locked=False)
MAX_CELL_CHARACTERS = 32_767
# Text that begins so could be taken for a formula, or, as #N/A, for an error.
RISKY_PREFIXES = ("=", "+", "-", "@", "\t", "\r", "\n", "#")
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r", "\n")


def set_cell(cell: Cell, value: Any) -> Cell:
    """Set a cell's value; text gets the mark that spreadsheets give to what was typed after an apostrophe."""
    if isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
        if value.startswith(FORMULA_PREFIXES):
            cell.quotePrefix = True
    else:
        cell.value = value
    return cell


def make_cell(sheet: Any, value: Any) -> Cell:
    """Return a cell for a sheet that is written row by row."""
    return set_cell(WriteOnlyCell(sheet), value)


def safe_value(sheet: Any, value: Any) -> Any:
    """Return a cell as make_cell does, or the value itself where a sheet takes it for what it is.

    A cell of its own costs far more time.
    """
    if isinstance(value, str) and (value.startswith(RISKY_PREFIXES) or len(value) > MAX_CELL_CHARACTERS):
        return make_cell(sheet, value)
    return value


def escape_csv(value: Any) -> str:
    """Return the text with an apostrophe before what a spreadsheet would take for a formula, as OWASP advises."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA_PREFIXES) else text

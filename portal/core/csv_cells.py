"""Cells that a spreadsheet cannot read as formulas, and CSV files of them, against CSV injection.

portal.core.xlsx writes the cells of workbooks by the same rule.

See docs/requirements/security.md#exports, docs/requirements/suppliers.md#safe-writing.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

# Excel reads a file as UTF-8 only where it starts with it.
BYTE_ORDER_MARK = "\ufeff"
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
# The full-width forms of = + - @ | % start formulas in some programs too.
_STARTS_A_FORMULA = re.compile(r"\s*[=+\-@|%＝＋－＠｜％]|[\t\r\n]")

# Its digits are the 7 to 15 of a telephone number (ITU-T E.164), perhaps with an extension.
_PHONE = re.compile(r"\+(?=[1-9])(?:[ ()-]*[0-9]){7,15}(?: ?(?:ext\.? ?|x)[0-9]{1,6})?")
# No operator is between the two, so that nothing can be calculated. Without it +442079460000 becomes 4.42E+11, and
# +44-20-7946 a difference.
_TWO_NUMBERS = re.compile(r"[0-9)] +\(?[0-9]")


def could_be_formula(text: str) -> bool:
    """Return whether a spreadsheet could take the text for a formula. A negative number is none."""
    return _STARTS_A_FORMULA.match(text) is not None and not _NUMBER.fullmatch(text)


def escape_cell(value: Any) -> str:
    """Return the value as text; one that a spreadsheet would take for a formula gets an apostrophe before it.

    A telephone number in groups parted by spaces needs none.
    """
    text = "" if value is None else str(value)
    return f"'{text}" if could_be_formula(text) and not _is_spaced_phone(text) else text


def _is_spaced_phone(text: str) -> bool:
    return _PHONE.fullmatch(text) is not None and _TWO_NUMBERS.search(text) is not None


def unescape_cell(text: str) -> str:
    """Return the text without the one apostrophe that escape_cell, or an earlier one, put before it."""
    return text[1:] if text.startswith("'") and could_be_formula(text[1:]) else text


def csv_lines(rows: Iterable[Iterable[Any]], *, delimiter: str = ",", quoting: Any = csv.QUOTE_ALL) -> Iterator[str]:
    """Yield a CSV file line by line; the first starts with a byte order mark, which Excel needs."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, quoting=quoting)
    yield BYTE_ORDER_MARK
    for row in rows:
        writer.writerow([escape_cell(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def render_csv(rows: Iterable[Iterable[Any]], *, delimiter: str = ",") -> bytes:
    """Return a CSV file with quotes only where a value needs them, as spreadsheets write it."""
    return "".join(csv_lines(rows, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL)).encode()

"""CSV cells that a spreadsheet cannot read as formulas, against CSV injection.

See docs/requirements/security.md#exports.
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


def escape_cell(value: Any) -> str:
    """Return the value as text; one that a spreadsheet would take for a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    if _STARTS_A_FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def csv_lines(rows: Iterable[Iterable[Any]]) -> Iterator[str]:
    """Yield a CSV file line by line, all values quoted; the first starts with a byte order mark, which Excel needs."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    yield BYTE_ORDER_MARK
    for row in rows:
        writer.writerow([escape_cell(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()

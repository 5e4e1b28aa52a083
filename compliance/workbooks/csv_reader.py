"""Read CSV and its kin: which encoding, which delimiter, then rows as RFC 4180 has them."""

import csv
import encodings.cp1252
import encodings.utf_8_sig
import encodings.utf_16  # noqa: F401  # looked up by name, when a process of its own can open no file any more
import io
import re
from collections.abc import Iterator

from compliance.workbooks.guard import limits, refusals
from compliance.workbooks.guard.counters import SheetCounters
from compliance.workbooks.types import FileRefused, Notes, Row, Sheet

BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
C1_CONTROLS = re.compile(r"[\x80-\x9f]")
DELIMITERS = ",;\t|"
SEP_LINE = re.compile(r"sep=(.)\r?\n")  # a line that Excel obeys and does not show
HEADER_BYTES = 100_000
PREVIEW_LINES = 5
FALLBACK_ENCODING = "cp1252"


def read_csv(body: bytes, *, encoding: str = "") -> Sheet:
    """Return the sheet of a CSV file. encoding: what a person agreed to.

    Raises FileRefused F002, F006, F011, and F008 while rows are walked.
    """
    text = _decode(body, encoding)
    if "\0" in text:
        raise refusals.damaged()
    if CONTROLS.search(text[:10_000]):
        raise refusals.not_a_workbook("a file of another kind")
    sep_line = SEP_LINE.match(text)
    text = text[sep_line.end() :] if sep_line else text
    return Sheet(None, False, _rows(text, sep_line[1] if sep_line else _guess_delimiter(text)), Notes())


def detect_delimiter(body: bytes, encoding: str = "") -> str:
    """Return what divides the columns of a file that was read before."""
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if body.startswith(mark)), "")
    text = body[:HEADER_BYTES].decode(marked or encoding or "utf-8", errors="ignore")
    sep_line = SEP_LINE.match(text)
    return sep_line[1] if sep_line else _guess_delimiter(text)


def _decode(body: bytes, encoding: str) -> str:
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if body.startswith(mark)), "")
    try:
        return body.decode(marked or encoding or "utf-8")
    except UnicodeDecodeError:
        if marked or encoding or b"\0" in body:
            raise refusals.damaged() from None
    raise _not_utf8(body)


def _not_utf8(body: bytes) -> FileRefused:
    """Return the refusal with what the file would say in Windows-1252, where it can be that."""
    try:
        text = body.decode(FALLBACK_ENCODING)
    except UnicodeDecodeError:
        return FileRefused("F011", guess=None, preview=[])
    if CONTROLS.search(text[:10_000]):
        return refusals.not_a_workbook("a file of another kind")
    if C1_CONTROLS.search(text):
        return FileRefused("F011", guess=None, preview=[])
    return FileRefused("F011", guess=FALLBACK_ENCODING, preview=text.splitlines()[:PREVIEW_LINES])


def _guess_delimiter(text: str) -> str:
    """Return the one that divides the header line into the most columns; what is in quotes does not count."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"?', "", line)
    return max(DELIMITERS, key=bare.count)


def _rows(text: str, separator: str) -> Iterator[Row]:
    """Yield the rows; a blank line is a row to Excel too. Raises FileRefused F008."""
    csv.field_size_limit(limits.CSV_FIELD_CHARACTERS)
    counters = SheetCounters("CSV")
    try:
        for number, fields in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
            if any(fields):
                counters.row(number, cells=len(fields), last_column=_last_column(fields))
                if counters.rows <= limits.ROWS_WITH_HEADER:
                    yield Row(number, [field or None for field in fields])
    except csv.Error:
        raise refusals.too_many("characters", None, limits.CSV_FIELD_CHARACTERS + 1) from None
    if refusal := counters.over_limit():
        raise refusal


def _last_column(fields: list[str]) -> int:
    return next(column for column in range(len(fields), 0, -1) if fields[column - 1])

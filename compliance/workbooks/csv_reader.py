"""Read CSV and its kin: which encoding, which delimiter, then rows as RFC 4180 has them."""

import csv
import encodings.utf_8_sig
import encodings.utf_16  # noqa: F401  # looked up by name, when a process of its own can open no file any more
import io
import re
from collections.abc import Iterator
from typing import Literal

from compliance.workbooks.guard import limits, refusals
from compliance.workbooks.guard.counters import SheetCounters
from compliance.workbooks.text_encoding import detect_wide, guess_encoding
from compliance.workbooks.types import CellError, FileRefused, Notes, Row, Sheet

BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
C1_CONTROLS = re.compile(r"[\x80-\x9f]")
DELIMITERS = ",;\t|"
SEP_LINE = re.compile(r"sep=(.)\r?\n")  # a line that Excel obeys and does not show
HEADER_BYTES = 100_000
DELIMITER_LINES = 20


def read_csv(body: bytes, *, encoding: str = "") -> Sheet:
    """Return the sheet of a CSV file. encoding: what a person said; else it is recognised, and noted where guessed.

    Raises FileRefused F002, F006, F011, and F008 while rows are walked.
    """
    text, guess = _decode(body, encoding)
    if "\0" in text:
        raise refusals.damaged()
    if CONTROLS.search(text[:10_000]):
        raise refusals.not_a_workbook("a file of another kind")
    sep_line = SEP_LINE.match(text)
    text = text[sep_line.end() :] if sep_line else text
    return Sheet(None, False, _rows(text, sep_line[1] if sep_line else _guess_delimiter(text)), Notes(encoding=guess))


def detect_delimiter(body: bytes, encoding: str = "") -> str:
    """Return what divides the columns of a file that was read before."""
    try:
        text = _decode(body, encoding)[0][:HEADER_BYTES]
    except FileRefused:
        text = ""
    sep_line = SEP_LINE.match(text)
    return sep_line[1] if sep_line else _guess_delimiter(text)


def _decode(body: bytes, encoding: str) -> tuple[str, str]:
    """Return the text, and its encoding where that is our guess."""
    marked = next((name for mark, name in BYTE_ORDER_MARKS.items() if body.startswith(mark)), "")
    wide = "" if marked or encoding else detect_wide(body)
    try:
        return body.decode(marked or encoding or wide or "utf-8"), wide
    except UnicodeDecodeError:
        if marked or encoding or wide or b"\0" in body:
            raise refusals.damaged() from None
    if guess := guess_encoding(body):
        return body.decode(guess), guess
    raise FileRefused("F011")


def _guess_delimiter(text: str) -> str:
    """Return the one that divides the most of the first lines into columns; what is in quotes does not count."""
    lines = [line for line in text[:HEADER_BYTES].splitlines() if line.strip()][:DELIMITER_LINES]
    bare = [re.sub(r'"[^"]*"?', "", line) for line in lines]
    # A title above the header has none, and text has commas: the mark counts that is in most lines, then most often.
    return max(DELIMITERS, key=lambda mark: (sum(mark in line for line in bare), bare[0].count(mark) if bare else 0,
                                             sum(line.count(mark) for line in bare)))  # fmt: skip


def _rows(text: str, separator: str) -> Iterator[Row]:
    """Yield the rows; a blank line is a row to Excel too. Raises FileRefused F008."""
    csv.field_size_limit(limits.CSV_FIELD_CHARACTERS)
    counters = SheetCounters("CSV")
    quoting: Literal[0, 3] = csv.QUOTE_NONE if _has_stray_quote(text, separator) else csv.QUOTE_MINIMAL
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting)
        for number, fields in enumerate(lines, start=1):
            if any(fields):
                counters.row(number, cells=len(fields), last_column=_last_column(fields))
                if counters.rows <= limits.ROWS_WITH_HEADER:
                    yield Row(number, [_read_field(field) for field in fields])
    except csv.Error:
        raise refusals.too_many("characters", None, limits.CSV_FIELD_CHARACTERS + 1) from None
    if refusal := counters.over_limit():
        raise refusal


# What a spreadsheet writes for a cell that it could not work out.
ERRORS = frozenset({"#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"})


def _read_field(field: str) -> str | CellError | None:
    return CellError(field) if field in ERRORS else field or None


def _has_stray_quote(text: str, separator: str) -> bool:
    """Return whether a quote that nothing closes takes whole lines for one cell: then quotes are letters."""
    if text.count('"') % 2 == 0:
        return False
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return any(field.count("\n") and field.count(separator) > 1 for fields in lines for field in fields)
    except csv.Error:
        return True


def _last_column(fields: list[str]) -> int:
    return next(column for column in range(len(fields), 0, -1) if fields[column - 1])

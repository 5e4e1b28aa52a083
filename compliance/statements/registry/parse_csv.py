"""The government registry's CSV file, a row at a time, however big: what is wrong is told by row, the rest goes on."""

import csv
from collections.abc import Callable, Iterator
from typing import BinaryIO

from compliance.statements.registry.rules.csv_row import COLUMNS, OPTIONAL_COLUMNS, REQUIRED_COLUMNS, clean_row
from compliance.statements.vocabulary import registry

# Characters of a cell, and bytes of a row. The longest answer that the registry takes has 500.
MAX_CHARACTERS = 20_000
MAX_BYTES = 256 * 1024

type Tell = Callable[[int, str], None]


class CannotRead(Exception):
    """Why nothing of the file can be read, as one line that says what to do."""


class _BadLine(Exception):
    pass


class _Lines:
    """Decoded lines. One that is too long or no UTF-8 raises _BadLine, and the next one follows."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.of_row = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self.file.readline(MAX_BYTES + 1)
        if not line:
            raise StopIteration
        self.of_row += len(line)
        if self.of_row > MAX_BYTES:
            while line and not line.endswith(b"\n"):
                line = self.file.readline(MAX_BYTES)
            raise _BadLine("it is too long")
        try:
            return line.decode()
        except UnicodeDecodeError:
            raise _BadLine("it is not in UTF-8") from None


def read_rows(file: BinaryIO, tell: Tell) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield number and cells, by column, of each whole row; row 1 is the header. tell: reports what is wrong, by row.

    Raises CannotRead.
    """
    if file.read(3) != b"\xef\xbb\xbf":
        file.seek(0)
    lines = _Lines(file)
    reader = csv.reader(lines)
    before = csv.field_size_limit(MAX_CHARACTERS)
    try:
        columns = _columns(reader, tell)
        number = 1
        while True:
            number += 1
            lines.of_row = 0
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (_BadLine, csv.Error) as problem:
                tell(number, str(problem))
                continue
            if not any(cells):
                continue
            if len(cells) != len(columns):
                tell(number, f"it has {len(cells)} cells, and the header has {len(columns)}")
                continue
            yield number, {name: cell for name, cell in zip(columns, cells, strict=True) if name in COLUMNS}
    finally:
        csv.field_size_limit(before)


def _columns(reader: Iterator[list[str]], tell: Tell) -> list[str]:
    try:
        header = [clean_row(name) for name in next(reader, [])]
    except (_BadLine, csv.Error) as problem:
        raise CannotRead(f"The first row cannot be read: {problem}. Save the file as CSV in UTF-8.") from None
    known = {name.casefold(): name for name in COLUMNS}
    columns = [known.get(name.casefold(), name) for name in header]
    if missing := [name for name in REQUIRED_COLUMNS if name not in columns]:
        raise CannotRead(
            f"The first row has no column {' and no column '.join(missing)}. Use a CSV file with commas between the "
            "cells and the registry’s own column names."
        )
    if twice := sorted({name for name in columns if name in COLUMNS and columns.count(name) > 1}):
        raise CannotRead(f"The first row names a column twice: {', '.join(twice)}. Remove one of them.")
    if absent := [name for name in COLUMNS if name not in columns and name not in OPTIONAL_COLUMNS]:
        tell(1, f"without the columns {', '.join(absent)}, which stay empty")
    published = {*COLUMNS, *(column.column for column in registry.columns())}
    if unknown := [name for name in columns if name not in published]:
        names = ", ".join(name or "(empty)" for name in unknown)
        tell(1, f"with columns that we do not know, and do not read: {names}")
    return columns

"""What a reader hands on, whichever library read the file: rows of plain values with the numbers Excel shows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class CellError:
    """A spreadsheet error such as #N/A; text is what the cell shows."""

    text: str


@dataclass(frozen=True, slots=True)
class NoResult:
    """A formula that was never worked out, so that the file holds no value for it."""


type Value = str | int | float | bool | date | datetime | time | timedelta | CellError | NoResult | None


@dataclass(frozen=True, slots=True)
class Row:
    """number is Excel's, from 1. values[0] is column A; trailing empty cells may be missing."""

    number: int
    values: list[Value]

    @property
    def is_filled(self) -> bool:
        return any(value is not None and value != "" for value in self.values)


@dataclass(slots=True)
class Notes:
    """What the guard saw in a sheet that its values do not tell. Cells are (row, column), both from 1."""

    has_errors: bool = False
    formulas: frozenset[tuple[int, int]] = frozenset()
    merges: tuple[tuple[int, int, int, int], ...] = ()  # first row, first column, last row, last column
    hidden_rows: int = 0
    hidden_columns: int = 0
    formats: dict[tuple[int, int], str] = field(default_factory=dict)  # only 00000-like, % and such as change a value


@dataclass(slots=True)
class Sheet:
    """name is None for a CSV file. rows can be walked once."""

    name: str | None
    is_hidden: bool
    rows: Iterator[Row]
    notes: Notes


class FileRefused(Exception):
    """A file that cannot be read at all: one of the F codes, with the values its message needs."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

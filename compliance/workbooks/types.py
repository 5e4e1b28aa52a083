"""Define what a reader hands on, whichever library read the file: rows of plain values with Excel's numbers."""

import zlib
from array import array
from base64 import b64decode, b64encode
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from portal.core.types import JsonObject

type Cell = tuple[int, int]  # row, column, both from 1


@dataclass(frozen=True, slots=True)
class CellError:
    """Hold a spreadsheet error such as #N/A; text is what the cell shows."""

    text: str


@dataclass(frozen=True, slots=True)
class NoResult:
    """Stand for a formula that was never worked out, so that the file holds no value for it."""


type Value = str | int | float | bool | date | datetime | time | timedelta | CellError | NoResult | None


@dataclass(frozen=True, slots=True)
class Row:
    """Hold one row. number is Excel's, from 1; values[0] is column A.

    Trailing empty cells may be missing; empty is None.

    Excel's escapes such as _x000D_ are undone. A number under the format 00000 is the text people see, 00123; under 0%
    it is the text 25% for 0.25.
    """

    number: int
    values: list[Value]

    @property
    def is_filled(self) -> bool:
        return any(value is not None and value != "" for value in self.values)


MAX_PACKED_BYTES = 2 * 1_048_577  # two bytes for each row that Excel has, and for row nought


class Marks(Mapping[Cell, str]):
    """Map cells to a short text each, a byte or two a cell where a dictionary would take two hundred."""

    def __init__(self) -> None:
        self._columns: dict[int, array[int]] = {}
        self._texts = [""]
        self._known: dict[str, int] = {}

    def mark(self, row: int, column: int, text: str = "") -> None:
        text_number = self._known.get(text) or self._learn(text)  # nought is an empty place
        marks = self._columns.setdefault(column, array("H"))
        if row >= len(marks):
            marks.frombytes(bytes(2 * (row + 1 - len(marks))))
        marks[row] = text_number

    @property
    def columns(self) -> Collection[int]:
        """Return the columns with any mark."""
        return self._columns.keys()

    def in_row(self, row: int) -> Iterator[tuple[int, str]]:
        """Yield the columns of a row with their texts."""
        for column, marks in self._columns.items():
            if row < len(marks) and marks[row]:
                yield column, self._texts[marks[row]]

    def _learn(self, text: str) -> int:
        if len(self._texts) > 60_000:  # nobody's workbook; the last text has to do for the rest
            return len(self._texts) - 1
        self._texts.append(text)
        self._known[text] = len(self._texts) - 1
        return self._known[text]

    def packed(self) -> dict[str, object]:
        """Return plain values for JSON."""
        columns = {str(column): b64encode(zlib.compress(marks, 1)).decode() for column, marks in self._columns.items()}
        return {"texts": self._texts, "columns": columns}

    @classmethod
    def unpacked(cls, packed: JsonObject) -> "Marks":
        result = cls()
        result._texts = packed["texts"]
        result._known = {text: text_number for text_number, text in enumerate(result._texts) if text_number}
        for column, packed_marks in packed["columns"].items():
            unpack = zlib.decompressobj()
            result._columns[int(column)] = array("H", unpack.decompress(b64decode(packed_marks), MAX_PACKED_BYTES))
        return result

    def __getitem__(self, cell: Cell) -> str:
        marks = self._columns.get(cell[1], ())
        if not (0 < cell[0] < len(marks) and marks[cell[0]]):
            raise KeyError(cell)
        return self._texts[marks[cell[0]]]

    def __iter__(self) -> Iterator[Cell]:
        for column, marks in self._columns.items():
            yield from ((row, column) for row, text_number in enumerate(marks) if text_number)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return bool(self._columns)


@dataclass(slots=True)
class Notes:
    """Hold what the guard saw in a sheet that its values do not tell."""

    has_errors: bool = False
    formulas: Marks = field(default_factory=Marks)
    merges: tuple[tuple[int, int, int, int], ...] = ()  # first row, first column, last row, last column
    hidden_rows: int = 0
    hidden_columns: int = 0
    encoding: str = ""  # of a CSV file, where it is our guess
    stopped_after: int | None = None  # the last row read, where 200 empty rows followed it and then more cells


@dataclass(slots=True)
class Sheet:
    """Hold a sheet. name is None for a CSV file. rows can be walked once and hold no empty row.

    Walking may raise FileRefused.
    """

    name: str | None
    is_hidden: bool
    rows: Iterator[Row]
    notes: Notes


# Who wrote the comments in our result workbooks.
COMMENT_AUTHOR = "Daylight"


class UnreadKind(StrEnum):
    """What a part of a workbook is that we do not read, in the order in which it is told."""

    FAKE_PICTURE = "fake picture"
    WORKBOOK_LINK = "workbook link"
    PROGRAM_LINK = "program link"
    CONNECTION = "connection"
    LINKED_PICTURE = "linked picture"
    OTHER_LINK = "other link"
    EMBEDDED_FILE = "embedded file"
    CONTROL = "control"
    ADD_IN = "add-in"
    UNLISTED_SHEET = "unlisted sheet"
    CHART_SHEET = "chart sheet"
    PIVOT_TABLE = "pivot table"
    DATA_MODEL = "data model"
    CUSTOM_DATA = "custom data"
    COMMENT = "comment"
    TEXT_BOX = "text box"
    EARLIER_CHANGES = "earlier changes"


@dataclass(frozen=True, slots=True)
class Unread:
    """Hold the parts of one kind that are not read. names: what the first of them are called.

    sheets: the first sheets that they are on. Both are empty where the file does not say.
    """

    kind: UnreadKind
    count: int
    names: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()


@dataclass(slots=True)
class Workbook:
    """Hold a workbook. kind is xlsx, ods, csv or pdf. unread: what it has beside the cells that we read."""

    kind: str
    sheets: list[Sheet]
    unread: tuple[Unread, ...] = ()


class FileRefused(Exception):
    """A file that cannot be read at all: one of the F codes, with the values its message needs.

    wording is the key of the sentence in data/codes.json: the code, or the code and a word where one code has two.
    """

    def __init__(self, code: str, *, wording: str = "", **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.wording = wording or code
        self.values = values

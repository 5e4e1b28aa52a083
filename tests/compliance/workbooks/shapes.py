"""The corpus of honest workbooks: what is in each file, and what must be read from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from compliance.workbooks.types import CellError, NoResult
from tests.compliance.workbooks import made_by_hand
from tests.compliance.workbooks.furnished import furnished_by_openpyxl, furnished_by_xlsxwriter
from tests.compliance.workbooks.grids import GRIDS, Error, Formula, Grid, Shown
from tests.compliance.workbooks.writers import by_odfpy, by_openpyxl, by_xlsxwriter

MADE = Path(__file__).parent / "made"
type Rows = dict[int, list[object]]


@dataclass(frozen=True)
class Shape:
    name: str
    body: bytes
    sheets: dict[str, Rows]
    grids: dict[str, Grid] | None = None


def expected(grid: Grid, *, results: bool) -> Rows:
    """results: whether the writer saves what formulas come to."""
    rows: Rows = {}
    for (row, column), value in sorted(grid.cells.items()):
        values = rows.setdefault(row, [])
        values.extend([None] * (column - len(values)))
        values[column - 1] = _read_as(value, results=results)
    return rows


def _read_as(value, *, results):
    match value:
        case Error(text):
            return CellError(text)
        case Formula(_, result) if results and result is not None:
            return _read_as(result, results=results)
        case Formula():
            return NoResult()
        case Shown():
            return value.seen
    return value


@cache
def shapes() -> list[Shape]:
    return [*_written(), *_furnished(), *_by_libreoffice(), *_by_hand()]


def _written() -> Iterator[Shape]:
    for name, grids in GRIDS.items():
        for writer, results in ((by_openpyxl, False), (by_xlsxwriter, True), (by_odfpy, True)):
            if name == "durations" and writer is by_odfpy:
                continue  # no column of ours holds one, and OpenDocument's are handed on as they are written
            sheets = {sheet: expected(grid, results=results) for sheet, grid in grids.items()}
            yield Shape(f"{name}-{writer.__name__}", writer(grids), sheets, grids)
    for option in ({"date_1904": True}, {"constant_memory": True}, {"use_zip64": True}, {"strings_to_numbers": False}):
        grids = GRIDS["dates"] if "date_1904" in option else GRIDS["plain"]
        sheets = {sheet: expected(grid, results=True) for sheet, grid in grids.items()}
        yield Shape(f"{next(iter(option))}-by_xlsxwriter", by_xlsxwriter(grids, **option), sheets, grids)


def _furnished() -> Iterator[Shape]:
    """With what people put around their tables: charts, pictures, comments, links, protection."""
    sheets = {sheet: expected(grid, results=True) for sheet, grid in GRIDS["plain"].items()}
    for writer in (furnished_by_openpyxl, furnished_by_xlsxwriter):
        yield Shape(f"furnished-{writer.__name__.removeprefix('furnished_')}", writer(), sheets)


def _by_libreoffice() -> Iterator[Shape]:
    """Made by made/make.py, which says how."""
    for file in sorted(MADE.glob("*.*s*")):
        name, _, kind = file.name.partition(".")
        if kind in {"xlsx", "ods"}:
            sheets = {sheet: expected(grid, results=True) for sheet, grid in GRIDS[name].items()}
            yield Shape(f"{name}-by_libreoffice-{kind}", file.read_bytes(), sheets, GRIDS[name])


def _by_hand() -> Iterator[Shape]:
    for name, body in made_by_hand.others_ways():
        yield Shape(f"{name}-by_hand", body, {"Suppliers": made_by_hand.READ})


def trimmed(values: list[object]) -> list[object]:
    """Without the empty cells behind the last full one, with the types told apart: 1 is not True, nor 1.0."""
    while values and values[-1] is None:
        values = values[:-1]
    return [("truth", value) if isinstance(value, bool) else value for value in values]

"""One table as CSV, with the columns of the page."""

from collections.abc import Iterator

from compliance.statistics.presenters.tables import DisplayTable
from compliance.statistics.presenters.trends import MonthlySeries
from portal.core.csv_cells import render_csv

type Row = list[str | int]


def build_table_csv(table: DisplayTable) -> bytes:
    """Return heads and rows; a revised number stands before its symbol."""
    return render_csv([table.heads, *_list_rows(table)])


def _list_rows(table: DisplayTable) -> Iterator[Row]:
    for row in table.rows:
        yield [row.label, *(cell.value for cell in row.cells)]


def build_months_csv(series: MonthlySeries) -> bytes:
    """Return a row for each month."""
    rows = [
        [row.code, *(f"[{cell.symbol.value}]" if cell.value is None else cell.value for cell in row.cells)]
        for row in series.rows
    ]
    return render_csv([["month", *series.heads], *rows])

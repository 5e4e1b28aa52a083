from compliance.statistics.rules.differences import Difference, compare
from compliance.statistics.rules.periods import parse_period
from compliance.statistics.rules.tables import Cell, Dimension, PublishedTable, Release, Symbol, TableSpec

SPEC = TableSpec("cases_by_region", "cases", (Dimension("region", ("wales", "london", "scotland")),))
HIDDEN = Cell(None, Symbol.CONFIDENTIAL)


def release(*cells: Cell, spec: TableSpec = SPEC) -> Release:
    table = PublishedTable(spec, dict(zip(spec.cells_and_totals(), cells, strict=True)))
    return Release("2026-q1", parse_period("2026-q1"), (table,))


def test_only_what_reads_otherwise_is_a_difference():
    before = release(Cell(8), HIDDEN, Cell(3), Cell(20))
    after = release(Cell(10), HIDDEN, HIDDEN, Cell(20))
    found = list(compare(before, after))
    assert found == [
        Difference("cases_by_region", ("wales",), Cell(8), Cell(10)),
        Difference("cases_by_region", ("scotland",), Cell(3), HIDDEN),
    ]
    assert [difference.change for difference in found] == [2, None]


def test_a_table_that_was_not_there_differs_in_every_cell():
    other = TableSpec("cases_by_area", "cases", SPEC.dimensions)
    found = list(compare(release(Cell(1), Cell(1), Cell(1), Cell(3), spec=other), release(*[Cell(5)] * 4)))
    assert len(found) == 4 and all(difference.change is None for difference in found)

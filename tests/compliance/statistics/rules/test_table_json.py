from compliance.statistics.rules.table_json import describe_table
from compliance.statistics.rules.tables import Cell, Dimension, PublishedTable, Symbol, TableSpec

SPEC = TableSpec("example", "cases", (Dimension("row", ("a",)),))


def cells(cell: Cell, rounded_to: int | None = 5) -> list[dict]:
    table = PublishedTable(SPEC, dict.fromkeys(SPEC.cells_and_totals(), cell), rounded_to)
    return describe_table(table)["cells"]


def test_each_cell_has_its_place_its_number_and_to_what_it_is_rounded():
    assert cells(Cell(10)) == [{"index": [number], "published": 10, "rounded_to": 5} for number in (0, 1)]
    assert cells(Cell(10), None)[0]["rounded_to"] is None
    assert cells(Cell(None, Symbol.LOW)) == [{"index": [n], "published": None, "rounded_to": 5} for n in (0, 1)]


def test_a_number_of_a_withheld_table_is_not_said_to_be_a_rounded_one():
    """It may be any number, where one that is low is below 5."""
    assert {cell["rounded_to"] for cell in cells(Cell(None, Symbol.NOT_AVAILABLE))} == {None}

"""A table has totals beside its cells, and its labels in their order."""

from compliance.statistics.rules.tables import TOTAL, Counts, Dimension, TableSpec

SPEC = TableSpec("example", "cases", (Dimension("row", ("a", "b")), Dimension("column", ("x", "y"))))


def test_cells_come_row_by_row():
    assert list(SPEC.cells()) == [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")]


def test_totals_come_after_the_cells_of_their_line():
    indexes = list(SPEC.cells_and_totals())
    assert indexes[:3] == [("a", "x"), ("a", "y"), ("a", TOTAL)]
    assert indexes[-1] == (TOTAL, TOTAL)
    assert len(indexes) == 9


def test_every_total_is_the_sum_of_its_cells_and_what_is_missing_is_none():
    counts = Counts(SPEC, {("a", "x"): 3, ("b", "y"): 4}).with_totals()
    assert counts == {
        ("a", "x"): 3, ("a", "y"): 0, ("a", TOTAL): 3,
        ("b", "x"): 0, ("b", "y"): 4, ("b", TOTAL): 4,
        (TOTAL, "x"): 3, (TOTAL, "y"): 4, (TOTAL, TOTAL): 7,
    }  # fmt: skip


def test_a_table_of_one_fact():
    counts = Counts(TableSpec("one", "cases", (Dimension("row", ("a", "b")),)), {("b",): 5})
    assert counts.with_totals() == {("a",): 0, ("b",): 5, (TOTAL,): 5}

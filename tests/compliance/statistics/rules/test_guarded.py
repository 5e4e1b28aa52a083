import pytest

from compliance.statistics.rules.guarded import is_small, list_lines, mark_cells
from compliance.statistics.rules.tables import TOTAL, Counts, Dimension, Reason, TableSpec

SPEC = TableSpec("example", "cases", (Dimension("row", ("a", "b")), Dimension("column", ("x", "y", "z"))))


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (4, True), (5, False)])
def test_counts_from_1_to_4_are_small(count, small):
    assert is_small(count) is small


def test_each_line_ends_with_its_total_those_of_the_last_dimension_first():
    lines = list(list_lines(SPEC))
    assert lines[0] == [("a", "x"), ("a", "y"), ("a", "z"), ("a", TOTAL)]
    assert lines[-1] == [("a", TOTAL), ("b", TOTAL), (TOTAL, TOTAL)]
    assert len(lines) == 3 + 4


def mark(rows):
    counts = Counts(SPEC, dict(zip(SPEC.cells(), (count for row in rows for count in row), strict=True)))
    return mark_cells(SPEC, counts.with_totals())


def test_a_group_below_ten_in_one_class_is_marked_with_one_of_its_zeros():
    marks = mark([[0, 9, 0], [40, 50, 3]])
    assert marks == {
        ("a", "y"): Reason.CLASS,
        ("a", "x"): Reason.CLASS,
        ("b", "z"): Reason.SMALL,
        (TOTAL, "z"): Reason.SMALL,
    }


def test_a_group_of_ten_or_in_two_classes_is_not():
    assert mark([[0, 10, 0], [40, 50, 60]]) == {}
    assert mark([[5, 0, 0], [40, 50, 60]]) != {} == mark([[5, 5, 0], [40, 50, 60]])


def test_a_line_of_two_cells_has_a_class_to_hide_and_one_of_one_cell_has_none():
    """The one cell is its total: to hide it would tell no less."""
    spec = TableSpec("example", "cases", (Dimension("row", ("a", "b")),))
    assert mark_cells(spec, {("a",): 7, ("b",): 0, (TOTAL,): 7}) == {("a",): Reason.CLASS, ("b",): Reason.CLASS}
    spec = TableSpec("example", "cases", (Dimension("row", ("a",)),))
    assert mark_cells(spec, {("a",): 7, (TOTAL,): 7}) == {}
    assert mark_cells(spec, {("a",): 3, (TOTAL,): 3}) == {("a",): Reason.SMALL, (TOTAL,): Reason.SMALL}

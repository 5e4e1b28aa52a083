"""Percentages: whole, of 20 or more, and of nothing that is hidden."""

import pytest

from compliance.statistics.rules.percentages import find_largest, get_change, get_percent
from compliance.statistics.rules.tables import TOTAL, Cell, Dimension, PublishedTable, Symbol, TableSpec

HIDDEN, LOW = Cell(None, Symbol.CONFIDENTIAL), Cell(None, Symbol.LOW)
RESTS = frozenset({"other", "not_known"})


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        # Published by the helpline: 479 of 2,588 cases of 2022 were sexual exploitation, 19 %.
        (479, 2588, 19),
        (1, 200, 1),
        (1, 201, 0),
        (0, 20, 0),
        (20, 20, 100),
        (10, 19, None),
        (0, 0, None),
    ],
)
def test_a_percentage_is_whole_and_of_twenty_or_more(part, whole, percent):
    assert get_percent(Cell(part), Cell(whole)) == percent


@pytest.mark.parametrize(("part", "whole"), [(HIDDEN, Cell(100)), (Cell(10), HIDDEN), (LOW, Cell(100))])
def test_no_percentage_of_what_is_hidden(part, whole):
    assert get_percent(part, whole) is None


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        # Published by the helpline: people and cases of 2023 against 2022, and of 2018 against 2017.
        (6516, 5876, -10),
        (2588, 2185, -16),
        (708, 918, 30),
        (317, 385, 21),
        (4886, 7121, 46),
        (100, 100, 0),
        (19, 40, None),
        (40, 19, None),
    ],
)
def test_a_change_is_whole_and_between_numbers_of_twenty_or_more(before, after, change):
    assert get_change(Cell(before), Cell(after)) == change


def test_no_change_of_what_is_hidden():
    assert get_change(HIDDEN, Cell(100)) is None
    assert get_change(Cell(100), HIDDEN) is None


def table(rounded_to: int | None = None, unit: str = "cases", **cells: int | Cell) -> PublishedTable:
    """One dimension; the total is given, for a sum of hidden cells is not known."""
    labels = tuple(label for label in cells if label != TOTAL)
    found = {(label,): cell if isinstance(cell, Cell) else Cell(cell) for label, cell in cells.items()}
    return PublishedTable(TableSpec("t", unit, (Dimension("d", labels),)), found, rounded_to)


@pytest.mark.parametrize(
    ("shown", "largest"),
    [
        (table(a=50, b=30, total=80), ("a",)),
        (table(a=50, b=50, total=100), None),
        (table(a=0, b=0, total=0), None),
        # The largest of the groups that say something, whatever is not known.
        (table(a=50, b=30, not_known=200, other=90, total=370), ("a",)),
        # 20 are left for what is hidden: less than 50, more than 15.
        (table(a=50, b=HIDDEN, c=HIDDEN, total=70), ("a",)),
        (table(a=15, b=HIDDEN, c=HIDDEN, total=35), None),
        (table(a=50, b=HIDDEN, total=HIDDEN), None),
        (table(5, a=10, b=LOW, total=10), ("a",)),
        (table(5, a=5, b=LOW, total=10), None),
        (table(unit="signs", a=50, b=30, total=80), None),
    ],
)
def test_the_largest_group_is_named_only_where_published_numbers_prove_it(shown, largest):
    assert find_largest(shown, besides=RESTS) == largest


def test_a_table_of_two_dimensions_has_no_largest_group():
    spec = TableSpec("t", "cases", (Dimension("d", ("a",)), Dimension("e", ("b",))))
    cells = {index: Cell(30) for index in spec.cells_and_totals()}
    assert find_largest(PublishedTable(spec, cells), besides=RESTS) is None

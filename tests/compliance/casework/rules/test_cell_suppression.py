"""No count from 1 to 4 can be read in a table of two facts, or worked out from its totals."""

import pytest

from compliance.casework.rules.cell_suppression import MIN_RANGE, suppress_cells
from compliance.casework.rules.small_numbers import HIDDEN

# Worked by hand.
EXAMPLES = {
    "one small cell": (
        [[34, 12, 3], [21, 0, 9], [15, 8, 7]],
        [[34, "[c]", "[c]"], [21, 0, 9], [15, "[c]", "[c]"]],
    ),
    "two small cells": (
        [[40, 2, 18], [7, 6, 30], [3, 25, 11], [60, 44, 19]],
        [[40, "[c]", "[c]"], ["[c]", "[c]", 30], ["[c]", 25, "[c]"], [60, 44, 19]],
    ),
    "nothing to hide": ([[10, 20], [30, 40]], [[10, 20], [30, 40]]),
    "one small cell and zeros": ([[4, 0, 0], [12, 30, 6]], [["[c]", "[c]", 0], ["[c]", "[c]", 6]]),
    "one row, whose cells are the totals of their columns": ([[3, 9, 20]], [["[c]", "[c]", "[c]"]]),
    "five is not small": ([[0, 0], [5, 0]], [[0, 0], [5, 0]]),
    "a hidden row completes the columns, and those again their rows": (
        [[3, 0, 0], [0, 5, 0], [5, 5, 0]],
        [["[c]", "[c]", 0], ["[c]", "[c]", 0], ["[c]", "[c]", 0]],
    ),
    "where two are not enough, the next of the same row is hidden too": (
        [[2, 0, 0], [5, 0, 0], [2, 0, 0]],
        [["[c]", "[c]", "[c]"], ["[c]", 0, "[c]"], ["[c]", "[c]", 0]],
    ),
    "empty": ([], []),
}
# Found by trying many tables: each is hidden otherwise once the named step is left out or miscounted.
SEARCHED = {
    "a cell whose lines are hidden as a whole is helped by the smallest cell anywhere": (
        [[1, 7, 0, 1], [1, 0, 0, 0], [1, 0, 1, 0]],
        [["[c]", "[c]", "[c]", "[c]"], ["[c]", "[c]", "[c]", "[c]"], ["[c]", "[c]", "[c]", 0]],
    ),
    "a weak cell has its own lines hidden before others": (
        [[0, 1, 7, 5], [0, 0, 5, 1], [0, 1, 7, 0], [1, 0, 0, 7]],
        [["[c]", "[c]", "[c]", "[c]"], ["[c]", 0, "[c]", "[c]"], ["[c]", "[c]", "[c]", 0], ["[c]", "[c]", 0, "[c]"]],
    ),
    "what has risen can fall again": (
        [[0, 1, 0, 5], [0, 0, 0, 5], [1, 1, 5, 5], [5, 1, 0, 0]],
        [["[c]", "[c]", "[c]", "[c]"], ["[c]", 0, 0, "[c]"], ["[c]", "[c]", "[c]", "[c]"], ["[c]", "[c]", 0, 0]],
    ),
    "what has risen can fall by that and by what it was": (
        [[0, 7, 1, 0], [5, 0, 5, 0], [1, 0, 0, 7], [0, 0, 1, 0], [1, 1, 1, 0]],
        [
            ["[c]", "[c]", "[c]", "[c]"],
            ["[c]", 0, "[c]", 0],
            ["[c]", 0, 0, "[c]"],
            ["[c]", "[c]", "[c]", "[c]"],
            ["[c]", "[c]", "[c]", 0],
        ],
    ),
    "what has risen by one cannot fall by two": (
        [[1, 0, 0, 0, 0], [0, 0, 0, 2, 1], [2, 0, 0, 0, 0], [2, 0, 0, 0, 2], [0, 0, 0, 1, 0], [0, 0, 0, 0, 2]],
        [
            ["[c]", "[c]", "[c]", "[c]", "[c]"],
            ["[c]", "[c]", "[c]", "[c]", "[c]"],
            ["[c]", "[c]", "[c]", "[c]", 0],
            ["[c]", 0, 0, 0, "[c]"],
            ["[c]", 0, 0, "[c]", 0],
            ["[c]", 0, 0, 0, "[c]"],
        ],
    ),
    "what has fallen by one leaves all but one": (
        [[0, 2, 2, 0, 0, 0], [2, 1, 2, 1, 0, 0], [0, 1, 0, 0, 0, 2], [1, 0, 1, 0, 0, 1], [0, 0, 2, 0, 1, 0]],
        [
            ["[c]", "[c]", "[c]", "[c]", "[c]", "[c]"],
            ["[c]", "[c]", "[c]", "[c]", 0, 0],
            [0, "[c]", 0, "[c]", 0, "[c]"],
            ["[c]", 0, "[c]", "[c]", 0, "[c]"],
            ["[c]", 0, "[c]", "[c]", "[c]", 0],
        ],
    ),
}


@pytest.mark.parametrize(("counts", "expected"), EXAMPLES.values(), ids=list(EXAMPLES))
def test_small_cells_and_what_would_give_them_away_are_hidden(counts, expected):
    assert suppress_cells(counts) == expected


@pytest.mark.parametrize(("counts", "expected"), SEARCHED.values(), ids=list(SEARCHED))
def test_no_more_is_hidden_than_a_range_takes(counts, expected):
    assert suppress_cells(counts) == expected


def test_a_table_whose_rows_have_not_the_same_columns_is_refused():
    """A cell beyond the shortest row would else be in no column, and could be worked out from its row."""
    with pytest.raises(ValueError):
        suppress_cells([[9, 3, 20], [9, 30]])


def possible_values(counts, shown) -> dict[tuple[int, int], set[int]]:
    """Every value that a reader who knows all totals must think possible for each hidden cell, by trying them all."""
    cells = [(row, column) for row, line in enumerate(shown) for column, n in enumerate(line) if n == HIDDEN]
    rows = [sum(counts[row][column] for row, column in cells if row == line) for line in range(len(counts))]
    columns = [sum(counts[row][column] for row, column in cells if column == line) for line in range(len(counts[0]))]
    found = {cell: set() for cell in cells}
    for values in fill(cells, rows, columns):
        for cell, value in zip(cells, values, strict=True):
            found[cell].add(value)
    return found


def fill(cells, rows, columns):
    """Every way to fill the cells with whole numbers that sum to these totals of the rows and columns."""
    if not cells:
        if not any(rows) and not any(columns):
            yield ()
        return
    (row, column), rest = cells[0], cells[1:]
    is_last_of_row, is_last_of_column = row not in {r for r, _ in rest}, column not in {c for _, c in rest}
    for value in range(min(rows[row], columns[column]) + 1):
        if (is_last_of_row and value < rows[row]) or (is_last_of_column and value < columns[column]):
            continue
        left_of_rows, left_of_columns = [*rows], [*columns]
        left_of_rows[row] -= value
        left_of_columns[column] -= value
        for values in fill(rest, left_of_rows, left_of_columns):
            yield (value, *values)


@pytest.mark.parametrize(
    "counts",
    [
        [[3, 9], [9, 9]],
        [[1, 1], [1, 1]],
        [[1, 5, 0], [0, 6, 5]],
        [[2, 0, 7], [0, 0, 8]],
        [[1, 0], [0, 9]],
        [[5, 1], [1, 5]],
        [[1, 1, 0], [3, 2, 5]],
        # A line whose total is too small for a range leaves no other cell to be worked out.
        [[0, 0, 0], [2, 1, 0], [0, 0, 3]],
        [[1, 1, 1], [0, 0, 2], [0, 1, 0]],
        [[0, 1, 2], [1, 0, 1], [1, 0, 0]],
        # What one cell may rise by is taken from another that rises by a way of its own.
        [[1, 0, 2, 1], [0, 2, 0, 0], [9, 1, 3, 1]],
    ],
    ids=str,
)
def test_whoever_knows_all_totals_is_left_with_a_range(counts):
    shown = suppress_cells(counts)
    assert not [n for line in shown for n in line if n != HIDDEN and 0 < n < 5]
    widest = possible_values(counts, [[HIDDEN for _ in line] for line in counts])
    for cell, values in possible_values(counts, shown).items():
        # A total of two leaves no more than a range of two, however much is hidden.
        assert max(values) - min(values) >= min(MIN_RANGE, max(widest[cell]) - min(widest[cell]))

"""No count from 1 to 4 can be read in a table of two facts, or worked out from its totals."""

import itertools

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
    "empty": ([], []),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_small_cells_and_what_would_give_them_away_are_hidden(name):
    counts, expected = EXAMPLES[name]
    assert suppress_cells(counts) == expected


def possible_values(counts, shown) -> dict[tuple[int, int], set[int]]:
    """Every value that a reader who knows all totals must think possible for each hidden cell, by trying them all."""
    cells = [(row, column) for row, line in enumerate(shown) for column, n in enumerate(line) if n == HIDDEN]
    most = [min(sum(counts[row]), sum(line[column] for line in counts)) for row, column in cells]
    found = {cell: set() for cell in cells}
    for values in itertools.product(*(range(n + 1) for n in most)):
        table = [list(line) for line in counts]
        for (row, column), value in zip(cells, values, strict=True):
            table[row][column] = value
        same_rows = [sum(line) for line in table] == [sum(line) for line in counts]
        if same_rows and [sum(column) for column in zip(*table, strict=True)] == [
            sum(column) for column in zip(*counts, strict=True)
        ]:
            for cell, value in zip(cells, values, strict=True):
                found[cell].add(value)
    return found


@pytest.mark.parametrize(
    "counts",
    [
        [[3, 9], [9, 9]],
        [[1, 1], [1, 1]],
        [[1, 5, 0], [0, 6, 5]],
        [[2, 0, 7], [0, 0, 8]],
        [[1, 0], [0, 9]],
        [[5, 1], [1, 5]],
    ],
    ids=str,
)
def test_whoever_knows_all_totals_is_left_with_a_range(counts):
    shown = suppress_cells(counts)
    assert not [n for line in shown for n in line if n != HIDDEN and 0 < n < 5]
    everything_is_hidden = all(n == HIDDEN for line in shown for n in line)
    for values in possible_values(counts, shown).values():
        assert max(values) - min(values) >= MIN_RANGE or everything_is_hidden

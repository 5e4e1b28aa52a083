"""Counts from 1 to 4 are hidden from those who prepare what is published."""

import pytest

from compliance.casework.rules.small_numbers import hide_small_numbers


@pytest.mark.parametrize(
    ("rows", "expected", "reason"),
    [
        ([["Kent", 5], ["Essex", 0]], [["Kent", 5], ["Essex", 0]], "nothing is small"),
        ([["Kent", 4], ["Essex", 1]], [["Kent", "[c]"], ["Essex", "[c]"]], "each is small"),
        (
            [["Kent", 9], ["Essex", 3], ["Devon", 6], ["Bute", 0]],
            [["Kent", 9], ["Essex", "[c]"], ["Devon", "[c]"], ["Bute", 0]],
            "a total would give a single hidden row away",
        ),
        ([["Kent", 3], ["Bute", 0]], [["Kent", "[c]"], ["Bute", 0]], "no other row has a count"),
        (
            [["1 Immediate", 9, 10, 90], ["3 Standard", 2, 8, None]],
            [["1 Immediate", "[c]", "[c]", "[c]"], ["3 Standard", "[c]", "[c]", None]],
            "a row is hidden as a whole, percentages included",
        ),
        ([], [], "an empty table"),
        (
            [["Kent", 2], ["Essex", 2], ["Devon", 30], ["Bute", 8]],
            [["Kent", "[c]"], ["Essex", "[c]"], ["Devon", 30], ["Bute", "[c]"]],
            "a total would say that there are four in two places",
        ),
        (
            [["May", 20, 2], ["June", 30, 0], ["July", 40, 0]],
            [["May", "[c]", "[c]"], ["June", "[c]", "[c]"], ["July", 40, 0]],
            "a column that is small as a whole does not hide every row",
        ),
        (
            [["Kent", 1], ["Essex", 9], ["Devon", 6]],
            [["Kent", "[c]"], ["Essex", 9], ["Devon", "[c]"]],
            "one person is a small number",
        ),
        (
            [["May", 1, 4], ["June", 0, 2], ["July", 30, 40], ["August", 50, 60]],
            [["May", "[c]", "[c]"], ["June", "[c]", "[c]"], ["July", "[c]", "[c]"], ["August", 50, 60]],
            "the total of two hidden rows would say that there is one person",
        ),
        (
            [["Kent", 3], ["Essex", 2], ["Devon", 30]],
            [["Kent", "[c]"], ["Essex", "[c]"], ["Devon", 30]],
            "a total of five in two places may be known",
        ),
        (
            [["May", 3, 0], ["June", 4, 0], ["July", 40, 60]],
            [["May", "[c]", "[c]"], ["June", "[c]", "[c]"], ["July", 40, 60]],
            "that a column has nobody in the hidden rows says nothing of a person",
        ),
        (
            [["May", 3, 2], ["June", 4, 0], ["July", 40, 3]],
            [["May", "[c]", "[c]"], ["June", "[c]", "[c]"], ["July", "[c]", "[c]"]],
            "a column of five in all is not small: two of them would be known",
        ),
    ],
)
def test_small_numbers_are_hidden(rows, expected, reason):
    assert hide_small_numbers(rows) == expected, reason


def test_a_table_whose_rows_have_not_the_same_columns_is_refused():
    """What is beyond the shortest row would else be left out of the sums, and a small number shown."""
    with pytest.raises(ValueError):
        hide_small_numbers([["Kent", 3, 4], ["Essex", 3]])


def test_minutes_alone_hide_no_row():
    rows = [["Silent call", 8, 3], ["Labour abuse", 9, 40]]
    assert hide_small_numbers(rows, measures={2}) == rows


def test_a_row_that_another_table_hides_is_hidden_with_one_more():
    rows = [["Kent", 9], ["Essex", 12], ["Devon", 30]]
    assert hide_small_numbers(rows, also={"Essex"}) == [["Kent", "[c]"], ["Essex", "[c]"], ["Devon", 30]]

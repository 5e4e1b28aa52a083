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
    ],
)
def test_small_numbers_are_hidden(rows, expected, reason):
    assert hide_small_numbers(rows) == expected, reason

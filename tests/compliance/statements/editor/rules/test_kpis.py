"""Measures of two statements side by side."""

import pytest

from compliance.statements.editor.rules.kpis import KpiComparison, compare_kpis


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("9", "14", "+5"), ("1,214", "1,000", "−214"), ("64%", "92%", "+28 points"), ("£1.5", "£1.25", "−£0.25"),
        ("9", "9", "0"), ("Not measured", "14", ""), ("64%", "0.9", ""), ("", "3", ""),
    ],
)  # fmt: skip
def test_a_measure_changes_where_both_are_numbers(old, new, change):
    (figure,) = compare_kpis([{"name": "Visits", "this_year": old}], [{"name": "visits ", "this_year": new}])
    assert (figure.earlier, figure.later, figure.change) == (old, new, change)


def test_measures_that_came_or_went_are_told():
    found = compare_kpis([{"name": "Old", "this_year": "1"}], [{"name": "New", "this_year": "2"}])
    assert found == [KpiComparison("New", "", "", "2", ""), KpiComparison("Old", "", "1", "", "")]

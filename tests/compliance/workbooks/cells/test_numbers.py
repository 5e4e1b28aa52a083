"""Whole numbers as their column is written, and coordinates (docs/requirements/suppliers.md#cell-values)."""

from datetime import date

import pytest

from compliance.workbooks.cells import UnreadableCell
from compliance.workbooks.cells.numbers import read_coordinate, read_int
from compliance.workbooks.column_style import ColumnStyle

TODAY = date(2026, 11, 24)


def read(value, **style):
    """The number, and what was said: each a code and its values."""
    said = []
    reader = read_int(["0", "100000"], TODAY, ColumnStyle(**style))
    return reader(value, lambda *code, **values: said.append((*code, values))), said


def as_number(meaning: str) -> list:
    return [("W005", {"meaning": meaning})]


@pytest.mark.parametrize(
    ("value", "style", "number", "said"),
    [
        ("1,250", {}, 1250, []),
        ("1 250", {}, 1250, []),
        ("12.0", {}, 12, []),
        (12.0, {}, 12, []),
        ("1.250", {}, 1250, as_number("1,250")),
        ("1,250", {"decimal_comma": True}, 1250, as_number("1,250")),
        ("2,000", {"decimal_comma": True, "has_three_decimals": True}, 2, as_number("2")),
        ("2,000", {"decimal_comma": False, "has_three_decimals": True}, 2000, []),
        ("12k", {}, 12_000, as_number("12,000")),
        ("ca. 500", {}, 500, as_number("500")),
        ("1001-5000", {}, 1001, as_number("1,001")),
        ("1e3", {}, 1000, as_number("1,000")),
    ],
)
def test_a_whole_number_is_read_by_its_column_and_what_is_not_plain_is_said(value, style, number, said):
    assert read(value, **style) == (number, said)


def test_a_coordinate_outside_its_limits_or_of_no_number_names_them():
    for value in ("north", 90.1, -90.1, "1e400"):
        with pytest.raises(UnreadableCell) as refused:
            read_coordinate(["-90", "90"], TODAY)(value, print)
        assert refused.value.values == {"wording": "R006 number", "min": "-90", "max": "90"}

"""Which number formats change what a value means, and what people see under them."""

import pytest

from compliance.workbooks.guard.styles import changes_value, format_value


@pytest.mark.parametrize("code", ["00000", "00", "00000;@", "0%", "0.00%", "[Red]0.0%;-0.0%", "#,##0%"])
def test_these_formats_change_a_value(code):
    assert changes_value(code)


@pytest.mark.parametrize(
    "code", ["General", "0", "0.00", "#,##0", "yyyy-mm-dd", '0" %"', r"0\%", "00.00", "hh:mm", "@", ""]
)
def test_these_do_not(code):
    assert not changes_value(code)


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (123.0, "00000", "00123"),
        (123, "00000;@", "00123"),
        (1234567, "00000", "1234567"),
        (0, "000", "000"),
        (-5, "000", -5),
        (1.5, "000", 1.5),
        (float("inf"), "000", float("inf")),
        (0.25, "0%", "25%"),
        (0.07, "0.00%", "7%"),
        (1.1, "0%", "110%"),
    ],
)
def test_a_value_is_what_people_see(value, code, seen):
    assert format_value(value, code) == seen
    assert type(format_value(value, code)) in {type(seen), float}

"""Months, quarters and years have codes that are read back."""

import pytest

from compliance.statistics.rules.periods import Kind, Month, Period, parse_period


@pytest.mark.parametrize("code", ["2026-03", "2026-12", "2026-q1", "2026-q4", "2026"])
def test_a_code_is_read_back(code):
    assert parse_period(code).code == code


@pytest.mark.parametrize(
    "code", ["", "26", "2026-13", "2026-00", "2026-3", "2026-q5", "2026-q0", "2026-", "２０２６", "x"]
)
def test_what_is_no_code_is_refused(code):
    with pytest.raises(ValueError, match=code or "^$"):
        parse_period(code)


def test_a_quarter_is_three_months_and_a_year_twelve():
    assert Period(Kind.QUARTER, 2026, 4).months == (Month(2026, 10), Month(2026, 11), Month(2026, 12))
    assert len(Period(Kind.YEAR, 2026).months) == 12
    assert str(Period(Kind.MONTH, 2026, 3).months[0]) == "2026-03"

from datetime import UTC, date, datetime

import pytest

from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.announced_dates import (
    add_months,
    get_announced_time,
    get_last_day,
    get_periods_until,
)
from compliance.statistics.rules.periods import Month, parse_period


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("2026-01", datetime(2026, 3, 5, 9, 30, tzinfo=UTC)),
        ("2026-03", datetime(2026, 5, 7, 8, 30, tzinfo=UTC)),
        ("2026-12", datetime(2027, 2, 4, 9, 30, tzinfo=UTC)),
        ("2026-q1", datetime(2026, 5, 21, 8, 30, tzinfo=UTC)),
        ("2026-q4", datetime(2027, 2, 18, 9, 30, tzinfo=UTC)),
        ("2026", datetime(2027, 3, 25, 9, 30, tzinfo=UTC)),
    ],
)
def test_figures_are_announced_for_half_past_nine_on_a_thursday_in_london(code, expected):
    """In summer that is half past eight by universal time."""
    assert get_announced_time(parse_period(code), get_rule_set().calendar) == expected


def test_periods_end_one_after_another():
    codes = [period.code for period in get_periods_until(date(2026, 4, 1), since=Month(2025, 11))]
    assert codes == ["2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-q1"], "2025 began before November"
    whole = [period.code for period in get_periods_until(date(2026, 1, 1), since=Month(2025, 1))]
    assert whole[-3:] == ["2025-12", "2025-q4", "2025"]


def test_a_period_has_ended_the_day_after_its_last():
    def ends(day: date) -> list[str]:
        return [period.code for period in get_periods_until(day, since=Month(2026, 2))]

    assert ends(date(2026, 2, 28)) == [] and ends(date(2026, 3, 1)) == ["2026-02"]


@pytest.mark.parametrize(
    ("month", "number", "expected"),
    [(Month(2026, 11), 2, Month(2027, 1)), (Month(2026, 1), -1, Month(2025, 12)), (Month(2026, 5), 0, Month(2026, 5))],
)
def test_months_are_added_over_the_end_of_a_year(month, number, expected):
    assert add_months(month, number) == expected


def test_the_last_day_of_a_leap_february_is_the_29th():
    assert get_last_day(parse_period("2028-02")) == date(2028, 2, 29)
    assert get_last_day(parse_period("2026-q4")) == get_last_day(parse_period("2026")) == date(2026, 12, 31)

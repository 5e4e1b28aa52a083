"""Months counted by the calendar."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from portal.core.dates import add_months, in_utc, is_month_end, last_of_month


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 24), 6, date(2027, 5, 24)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2026, 12, 31), -10, date(2026, 2, 28)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
    ids=str,
)
def test_months_on_is_the_same_day_or_the_last_of_the_month(day, months, later):
    assert add_months(day, months) == later


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2028, 2, 1), date(2028, 2, 29)),
        (date(2026, 2, 28), date(2026, 2, 28)),
        (date(2026, 12, 9), date(2026, 12, 31)),
    ],
)
def test_the_last_day_of_a_month_is_a_month_end_and_no_other_is(day, last):
    assert last_of_month(day) == last
    assert is_month_end(day) == (day == last)


def test_a_moment_without_a_zone_is_meant_as_utc():
    assert in_utc(datetime.fromisoformat("2026-07-01T12:00:00")) == datetime(2026, 7, 1, 12, tzinfo=UTC)
    summer = datetime(2026, 7, 1, 13, tzinfo=timezone(timedelta(hours=1)))
    assert in_utc(summer) == datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert in_utc(None) is None

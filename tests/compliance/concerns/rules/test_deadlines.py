"""Deadlines by the clock and in working days."""

from datetime import UTC, datetime, timedelta

import pytest

from compliance.concerns.rules.deadlines import Span


@pytest.mark.parametrize(
    ("begins", "days", "ends"),
    [
        (
            datetime(2026, 11, 26, 10, tzinfo=UTC),
            3,
            datetime(2026, 12, 1, 10, tzinfo=UTC),
        ),
        (datetime(2026, 11, 28, 10, tzinfo=UTC), 1, datetime(2026, 11, 30, 10, tzinfo=UTC)),
        (datetime(2026, 11, 23, 10, tzinfo=UTC), 2, datetime(2026, 11, 25, 10, tzinfo=UTC)),
    ],
)
def test_working_days_leave_out_weekends(begins, days, ends):
    assert Span(working_days=days).after(begins) == ends


def test_minutes_run_by_the_clock_on_every_day():
    saturday = datetime(2026, 11, 28, 23, 50, tzinfo=UTC)
    assert Span(minutes=15).after(saturday) == saturday + timedelta(minutes=15)


def test_no_time_at_all_is_the_moment_itself():
    friday = datetime(2026, 11, 27, 10, tzinfo=UTC)
    assert Span().after(friday) == friday

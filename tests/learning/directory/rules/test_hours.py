"""Opening hours: read from what people write, told in words, and asked at a moment."""

from datetime import date, time, timedelta

import pytest

from learning.directory.rules.hours import DAY_END, Span, format_hours, is_open
from learning.directory.rules.parse_hours import parse_hours

WEEK, WORKING = tuple(range(7)), tuple(range(5))
MONDAY, TUESDAY, FRIDAY, SATURDAY, SUNDAY = 0, 1, 4, 5, 6


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span(WORKING, time(8), time(18)), "Monday to Friday, 8am to 6pm"),
        (Span(WEEK, time(0), DAY_END), "Every day, 24 hours"),
        (Span((0, 2), time(9, 30), time(12)), "Monday, Wednesday, 9:30am to midday"),
        (Span((5, 6), time(18), DAY_END), "Saturday, Sunday, 6pm to midnight"),
        (Span((0, 1, 2, 5), time(0, 0), time(6)), "Monday to Wednesday, Saturday, midnight to 6am"),
        (Span((TUESDAY,), time(14), time(16), (1,)), "First Tuesday of the month, 2pm to 4pm"),
        (Span((0, 1, 2), time(14), time(16), (2, -1)), "Second, last Monday to Wednesday of the month, 2pm to 4pm"),
        (
            Span((0,), time(9), time(17), (), date(2026, 6, 1), date(2026, 8, 31)),
            "Monday, 9am to 5pm, from 1 June 2026 until 31 August 2026",
        ),
        (
            Span((0,), time(9), time(17), (4,), date(2026, 6, 1)),
            "Fourth Monday of the month, 9am to 5pm, from 1 June 2026",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_told_can_be_read_again(span, words):
    assert format_hours([span]) == [words]
    assert parse_hours(words) == [span]


DAYTIME = Span(WORKING, time(9), time(17))
NIGHT = Span((FRIDAY, SATURDAY), time(22), time(6))


@pytest.mark.parametrize(
    ("span", "weekday", "at", "expected"),
    [
        (DAYTIME, MONDAY, time(9), True),
        (DAYTIME, MONDAY, time(16, 59), True),
        (DAYTIME, MONDAY, time(17), False),
        (DAYTIME, SATURDAY, time(12), False),
        (NIGHT, FRIDAY, time(23), True),
        (NIGHT, FRIDAY, time(3), False),
        (NIGHT, SATURDAY, time(3), True),
        (NIGHT, SUNDAY, time(5, 59), True),
        (NIGHT, SUNDAY, time(23), False),
        (NIGHT, MONDAY, time(3), False),
        (Span(WEEK, time(0), DAY_END), SUNDAY, time(23, 59), True),
        (Span((SUNDAY,), time(20), time(2)), MONDAY, time(1), True),
    ],
    ids=str,
)
def test_somebody_is_there_between_the_hours_and_after_midnight(span, weekday, at, expected):
    a_monday = date(2026, 11, 16)
    assert is_open([span], on=a_monday + timedelta(days=weekday), at=at) is expected


FIRST, LAST = Span((TUESDAY,), time(14), time(16), (1,)), Span((FRIDAY,), time(22), time(2), (-1,))
SUMMER = Span(WEEK, time(20), time(2), (), date(2026, 6, 1), date(2026, 8, 31))


@pytest.mark.parametrize(
    ("span", "on", "at", "expected"),
    [
        (FIRST, date(2026, 12, 1), time(15), True),
        (FIRST, date(2026, 12, 8), time(15), False),
        (FIRST, date(2026, 12, 2), time(15), False),
        (FIRST, date(2026, 9, 7), time(15), False),  # the first week, and a Monday
        (LAST, date(2026, 10, 30), time(23), True),
        (LAST, date(2026, 10, 23), time(23), False),
        (LAST, date(2026, 10, 31), time(1), True),
        (LAST, date(2027, 2, 26), time(23), True),
        (SUMMER, date(2026, 6, 1), time(1), False),
        (SUMMER, date(2026, 6, 1), time(21), True),
        (SUMMER, date(2026, 9, 1), time(1), True),  # the night that began on the last day
        (SUMMER, date(2026, 9, 1), time(21), False),
    ],
    ids=str,
)
def test_a_day_of_the_month_and_a_season_hold_on_their_days_alone(span, on, at, expected):
    assert is_open([span], on=on, at=at) is expected


@pytest.mark.parametrize("byday", ["", "XX", "MO,XX", "5TU", "0TU", "1TU,3TH", "MO,1TU"])
def test_what_is_no_list_of_days_is_refused(byday):
    with pytest.raises(ValueError):
        Span.of(byday, time(9), time(10))


def test_days_are_kept_as_the_standard_has_them():
    assert Span((0, 1, 6), time(8), time(9)).byday == "MO,TU,SU"
    assert Span.of("SU,MO", time(8), time(9)).days == (0, 6)
    monthly = Span((TUESDAY, FRIDAY), time(8), time(9), (1, -1))
    assert monthly.byday == "1TU,1FR,-1TU,-1FR"
    assert Span.of(monthly.byday, time(8), time(9)) == monthly
    assert Span(WEEK, time(0), DAY_END).is_always and not Span(WEEK, time(0), DAY_END, (1,)).is_always

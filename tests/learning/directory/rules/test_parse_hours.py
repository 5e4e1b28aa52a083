"""Opening hours as people write them."""

from datetime import date, time

import pytest

from learning.directory.rules.hours import DAY_END, Span
from learning.directory.rules.parse_hours import InvalidHours, parse_hours

WEEK, WORKING = tuple(range(7)), tuple(range(5))
MONDAY, TUESDAY, FRIDAY, SATURDAY, SUNDAY = 0, 1, 4, 5, 6
FIRST, LAST = Span((TUESDAY,), time(14), time(16), (1,)), Span((FRIDAY,), time(22), time(2), (-1,))


@pytest.mark.parametrize(
    ("line", "span"),
    [
        ("Monday to Friday, 8am to 6pm", Span(WORKING, time(8), time(18))),
        ("Mon-Fri 9:30am–5pm", Span(WORKING, time(9, 30), time(17))),
        ("every day, 24 hours", Span(WEEK, time(0), DAY_END)),
        ("Daily, all day", Span(WEEK, time(0), DAY_END)),
        ("Saturday and Sunday, 10:00 to 16:00", Span((5, 6), time(10), time(16))),
        ("Tuesdays, Thurs, midday to midnight", Span((1, 3), time(12), DAY_END)),
        ("Friday to Monday, 8pm to 2am", Span((0, 4, 5, 6), time(20), time(2))),
        ("Wednesday, 20:00 until 06:00", Span((2,), time(20), time(6))),
        ("First Tuesday of the month, 2pm to 4pm", Span((TUESDAY,), time(14), time(16), (1,))),
        ("1st and 3rd Tuesdays of each month 14:00-16:00", Span((TUESDAY,), time(14), time(16), (1, 3))),
        ("last Saturday and Sunday of every month, all day", Span((5, 6), time(0), DAY_END, (-1,))),
        (
            "Monday, 9am to 5pm, from 1 June 2026 to 31 Aug 2026",
            Span((0,), time(9), time(17), (), date(2026, 6, 1), date(2026, 8, 31)),
        ),
        ("Every day, 24 hours until 3 May 2027", Span(WEEK, time(0), DAY_END, (), None, date(2027, 5, 3))),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_line_that_people_write_is_read(line, span):
    assert parse_hours(line) == [span]


@pytest.mark.parametrize(
    "line",
    [
        "Monday to Friday",
        "8am to 6pm",
        "First Tuesday, 2pm to 4pm",  # of each month?
        "Fifth Tuesday of the month, 2pm to 4pm",
        "First of the month, 2pm to 4pm",
        "Monday, 9am to 5pm, from 1 June",
        "Monday, 9am to 5pm, from 31 June 2026",
        "Monday, 9am to 5pm, until 1 Juno 2026",
        "Monday, 9am to 5pm, from 2 June 2026 until 1 June 2026",
        "Monday to Friday, 9 to 5",  # the morning or the evening?
        "Monday, 9:00 to 5:00",
        "Monday, 8am",
        "Monday, 8am to 8am",
        "Monday, 25:00 to 26:00",
        "Monday, 13pm to 2pm",
        "Mo to Fr, 8am to 6pm",
        "Whenever, 8am to 6pm",
        "Monday to Tuesday to Friday, 8am to 6pm",
    ],
)
def test_a_line_that_could_mean_two_things_is_asked_again(line):
    with pytest.raises(InvalidHours) as refused:
        parse_hours(f"Every day, 24 hours\n{line}")
    assert refused.value.line == line

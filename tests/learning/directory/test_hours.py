"""Opening hours: read from what people write, told in words, and asked at a moment."""

from datetime import time

import pytest

from learning.directory.rules.hours import DAY_END, NotHours, Span, days_of, is_open, read, written

WEEK, WORKING = tuple(range(7)), tuple(range(5))
MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6


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
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_line_that_people_write_is_read(line, span):
    assert read(line) == [span]


@pytest.mark.parametrize(
    "line",
    [
        "Monday to Friday",
        "8am to 6pm",
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
    with pytest.raises(NotHours) as refused:
        read(f"Every day, 24 hours\n{line}")
    assert refused.value.line == line


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span(WORKING, time(8), time(18)), "Monday to Friday, 8am to 6pm"),
        (Span(WEEK, time(0), DAY_END), "Every day, 24 hours"),
        (Span((0, 2), time(9, 30), time(12)), "Monday, Wednesday, 9:30am to midday"),
        (Span((5, 6), time(18), DAY_END), "Saturday, Sunday, 6pm to midnight"),
        (Span((0, 1, 2, 5), time(0, 0), time(6)), "Monday to Wednesday, Saturday, midnight to 6am"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_told_can_be_read_again(span, words):
    assert written([span]) == [words]
    assert read(words) == [span]


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
    assert is_open([span], weekday=weekday, at=at) is expected


def test_days_are_kept_as_the_standard_has_them():
    assert Span((0, 1, 6), time(8), time(9)).byday == "MO,TU,SU"
    assert days_of("SU,MO,XX") == (0, 6)

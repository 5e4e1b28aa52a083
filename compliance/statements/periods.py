"""Financial years: when a statement is expected, and which statement year a period belongs to. Pure."""

import calendar
from datetime import date

MONTHS_TO_PUBLISH = 6  # statutory guidance (March 2025), 5.4: at most six months after the year end
FIRST_YEAR = 2016  # section 54 came into force on 29 October 2015


def add_months(day: date, months: int) -> date:
    """The same day so many months later; a month's end stays a month's end."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    is_month_end = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_month_end else min(day.day, last))


def due_on(period_end: date) -> date:
    return add_months(period_end, MONTHS_TO_PUBLISH)


def statement_year(period_end: date) -> int:
    return due_on(period_end).year


def overlap(one: tuple[date, date], other: tuple[date, date]) -> bool:
    """Both days of each period count."""
    return one[0] <= other[1] and other[0] <= one[1]

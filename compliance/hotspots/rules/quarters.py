"""The quarter that is looked at, and those before it."""

from datetime import date

from compliance.statistics.rules.periods import Kind, Period


def get_last_quarter(today: date) -> Period:
    """Return the last quarter that has ended."""
    return get_quarter_before(get_quarter_of(today))


def get_quarter_of(day: date) -> Period:
    return Period(Kind.QUARTER, day.year, (day.month - 1) // 3 + 1)


def get_quarter_before(quarter: Period, count: int = 1) -> Period:
    number = quarter.year * 4 + quarter.number - 1 - count
    return Period(Kind.QUARTER, number // 4, number % 4 + 1)


def get_first_day(quarter: Period) -> date:
    return date(quarter.year, quarter.months[0].number, 1)


def get_end(quarter: Period) -> date:
    """Return the first day that is no longer in the quarter."""
    return get_first_day(get_quarter_before(quarter, -1))

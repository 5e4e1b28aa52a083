"""When each period's figures are published: announced in advance, by a rule that is data.

See docs/requirements/statistics.md#announced-dates.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from compliance.statistics.rules.periods import Kind, Month, Period
from compliance.statistics.rules.rule_set import Calendar


def get_announced_time(period: Period, calendar: Calendar) -> datetime:
    """Return when the figures of a period are published."""
    rule = calendar.days[period.kind]
    month = add_months(period.months[-1], rule.months_after)
    first = date(month.year, month.number, 1)
    offset = (calendar.weekday - first.weekday()) % 7
    day = first + timedelta(days=offset + 7 * (rule.week - 1))
    return datetime.combine(day, time.fromisoformat(calendar.time), ZoneInfo(calendar.timezone))


def get_last_day(period: Period) -> date:
    month = period.months[-1]
    return date(month.year, month.number, monthrange(month.year, month.number)[1])


def get_periods_until(today: date, *, since: Month) -> Iterator[Period]:
    """Yield every month, quarter and year that has ended by today, in the order of their last days.

    since: the first month; a quarter or year that began before it is left out.
    """
    month = since
    while get_last_day(Period(Kind.MONTH, month.year, month.number)) < today:
        yield Period(Kind.MONTH, month.year, month.number)
        yield from (period for period in _ending_with(month) if period.months[0] >= since)
        month = add_months(month, 1)


def add_months(month: Month, number: int) -> Month:
    years, index = divmod(month.number - 1 + number, 12)
    return Month(month.year + years, index + 1)


def _ending_with(month: Month) -> Iterator[Period]:
    if month.number % 3 == 0:
        yield Period(Kind.QUARTER, month.year, month.number // 3)
    if month.number == 12:
        yield Period(Kind.YEAR, month.year)

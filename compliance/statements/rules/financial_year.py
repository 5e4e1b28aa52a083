"""Financial years: which periods count, when a statement is expected, and which statement year a period belongs to.

Sources: section 54(1); docs/requirements/statements.md#financial-year. Pure.
"""

import calendar
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from compliance.statements.rules.signoff import Problem

MONTHS_TO_PUBLISH = 6  # statutory guidance (March 2025), 5.4: at most six months after the year end
FIRST_YEAR = 2016  # section 54 came into force on 29 October 2015


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later; a month's end stays a month's end."""
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
    """Tell whether two periods share a day; both days of each period count."""
    return one[0] <= other[1] and other[0] <= one[1]


MAX_MONTHS = 18
YEAR_MONTHS = 12
# Companies Act 2006 s.390(2)(b), (3)(b): a financial year may end up to seven days before or after its date.
TOLERANCE_DAYS = 7
LAST_YEAR = 2200  # so that counting months on never leaves the calendar
COPY_DAYS = 30  # s.54(8): the day of receipt is the first


def parse_day(answer: Any) -> date | None:
    """Return the date of an answer in ISO form; None for none, or for a day that no calendar has."""
    try:
        day = date.fromisoformat(answer) if isinstance(answer, str) else None
    except ValueError:
        return None
    return day if day and day.year <= LAST_YEAR else None


def get_period(content: Mapping[str, Any]) -> tuple[date | None, date | None]:
    answers = content["answers"]
    return parse_day(answers.get("period_start")), parse_day(answers.get("period_end"))


def period_problems(start: date | None, end: date | None, *, today: date, is_publishing: bool = False) -> list[Problem]:
    """Return what is wrong with a period. A draft's year may still run; publishing needs it ended."""
    return list(_period_problems(start, end, today, is_publishing=is_publishing))


def _period_problems(start: date | None, end: date | None, today: date, *, is_publishing: bool) -> Iterator[Problem]:
    if start is None:
        yield Problem("period_start", "Enter the first day of your financial year")
    if end is None:
        yield Problem("period_end", "Enter the last day of your financial year")
    if start is None or end is None:
        return
    if end < start:
        yield Problem("period_end", "The last day of the financial year cannot be before the first day")
        return
    if end >= add_months(start, MAX_MONTHS):
        yield Problem("period_end", "The financial year can be 18 months long at most")
    elif not is_about_one_year(start, end):
        yield Problem("period_end", "The period is not 12 months. Check that the dates are right", is_warning=True)
    if statement_year(end) < FIRST_YEAR:
        yield Problem("period_end", f"The Act asks for statements from {FIRST_YEAR} on. Check the year")
    if is_publishing and end > today:
        wait = f"Until {end:%-d %B %Y} is over it can be written, and not yet reviewed or published"
        yield Problem("period_end", f"The financial year has not ended yet. {wait}")


def is_about_one_year(start: date, end: date) -> bool:
    full = add_months(start, YEAR_MONTHS) - timedelta(days=1)
    return abs((end - full).days) <= TOLERANCE_DAYS


def copy_due_on(received_on: date) -> date:
    """Return the last day for sending a copy asked for in writing: the day of receipt is day one of 30. s.54(8)."""
    return received_on + timedelta(days=COPY_DAYS - 1)


def expected_on(content: Mapping[str, Any]) -> date | None:
    end = get_period(content)[1]
    return due_on(end) if end else None

"""Financial years: which periods count, and when a statement for one is expected.

Sources: section 54(1); docs/requirements/statements.md#financial-year. Pure.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from compliance.organisations.rules.publication_deadline import get_due_date, get_statement_year, shift_year_end
from compliance.statements.rules.signoff import Problem
from compliance.statements.types import KnownContent

FIRST_YEAR = 2016  # section 54 came into force on 29 October 2015


def overlap(period: tuple[date, date], other: tuple[date, date]) -> bool:
    """Tell whether two periods share a day; both days of each period count."""
    return period[0] <= other[1] and other[0] <= period[1]


MAX_MONTHS = 18
YEAR_MONTHS = 12
# Companies Act 2006 s.390(2)(b), (3)(b): a financial year may end up to seven days before or after its date.
TOLERANCE_DAYS = 7
LAST_YEAR = 2200  # so that counting months on never leaves the calendar
COPY_DAYS = 30  # s.54(8): the day of receipt is the first


def parse_day(answer: object) -> date | None:
    """Return the date of an answer in ISO form; None for none, or for a day that no calendar has."""
    try:
        day = date.fromisoformat(answer) if isinstance(answer, str) else None
    except ValueError:
        return None
    return day if day and day.year <= LAST_YEAR else None


def get_period(content: KnownContent) -> tuple[date | None, date | None]:
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
    if end >= shift_year_end(start, MAX_MONTHS):
        yield Problem("period_end", "The financial year can be up to 18 months long")
    elif not is_about_one_year(start, end):
        yield Problem("period_end", "The period is not 12 months. Check that the dates are right", is_warning=True)
    if get_statement_year(end) < FIRST_YEAR:
        yield Problem("period_end", f"The Act asks for statements from {FIRST_YEAR} onwards. Check the year")
    if is_publishing and end > today:
        wait = f"You can write it now, but not review or publish it until {end:%-d %B %Y} is over"
        yield Problem("period_end", f"The financial year has not ended yet. {wait}")


def is_about_one_year(start: date, end: date) -> bool:
    full = shift_year_end(start, YEAR_MONTHS) - timedelta(days=1)
    return abs((end - full).days) <= TOLERANCE_DAYS


def copy_due_on(received_on: date) -> date:
    """Return the last day for sending a copy asked for in writing: the day of receipt is day one of 30. s.54(8)."""
    return received_on + timedelta(days=COPY_DAYS - 1)


def expected_on(content: KnownContent) -> date | None:
    end = get_period(content)[1]
    return get_due_date(end) if end else None

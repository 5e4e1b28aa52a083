"""The financial year of a statement. Sources: section 54(1); domain guide 3.2 (1 day to 18 months, from 2016 on)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from compliance.statements.periods import FIRST_YEAR, add_months, due_on, statement_year
from compliance.statements.rules.signoff import Problem

MOST_MONTHS = 18
YEAR_MONTHS = 12
# Companies Act 2006 s.390(2)(b), (3)(b): a financial year may end up to seven days before or after its date.
DAYS_ASIDE = 7
LAST_YEAR = 2200  # so that counting months on never leaves the calendar
COPY_DAYS = 30  # s.54(8): the day of receipt is the first


def day(answer: Any) -> date | None:
    """The date of an answer in ISO form; None for none, or for a day that does not exist or no calendar reaches."""
    try:
        found = date.fromisoformat(answer) if isinstance(answer, str) else None
    except ValueError:
        return None
    return found if found and found.year <= LAST_YEAR else None


def period_of(content: Mapping[str, Any]) -> tuple[date | None, date | None]:
    answers = content["answers"]
    return day(answers.get("period_start")), day(answers.get("period_end"))


def period_problems(start: date | None, end: date | None, *, today: date, is_publishing: bool = False) -> list[Problem]:
    """A draft's year may still run; publishing needs it ended."""
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
    if end >= add_months(start, MOST_MONTHS):
        yield Problem("period_end", "The financial year can be 18 months long at most")
    elif not is_about_a_year(start, end):
        yield Problem("period_end", "The period is not 12 months. Check that the dates are right", is_warning=True)
    if statement_year(end) < FIRST_YEAR:
        yield Problem("period_end", f"The Act asks for statements from {FIRST_YEAR} on. Check the year")
    if is_publishing and end > today:
        wait = f"Until {end:%-d %B %Y} is over it can be written, and not yet reviewed or published"
        yield Problem("period_end", f"The financial year has not ended yet. {wait}")


def is_about_a_year(start: date, end: date) -> bool:
    full = add_months(start, YEAR_MONTHS) - timedelta(days=1)
    return abs((end - full).days) <= DAYS_ASIDE


def copy_due_on(received_on: date) -> date:
    """The last day for sending a copy that was asked for in writing: the day of receipt is day one of 30. s.54(8)."""
    return received_on + timedelta(days=COPY_DAYS - 1)


def expected_on(content: Mapping[str, Any]) -> date | None:
    end = period_of(content)[1]
    return due_on(end) if end else None

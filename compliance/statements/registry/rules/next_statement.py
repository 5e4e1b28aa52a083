"""When the next statement of a company on the registry is expected, and what its absence means. Pure.

The Act sets no deadline; the guidance asks for a statement within six months of the end of the financial year.
"""

from datetime import date

from compliance.suppliers.choices import StatementChangeKind
from portal.core.dates import add_months

# From the end of the year that a statement covers: another year, and six months to publish.
MONTHS_TO_NEXT = 12 + 6
# From the day the next one was expected: then there is no statement to speak of.
MONTHS_UNTIL_LAPSED = 12


def get_next_due_date(*, year: int, period_end: date | None) -> date:
    """Return the day by which the statement after this one is expected."""
    return add_months(period_end, MONTHS_TO_NEXT) if period_end else date(year + 1, 12, 31)


def get_absence(*, due_on: date, today: date) -> StatementChangeKind | None:
    """Return whether the next statement is late or lapsed on that day; None while it may still come in time."""
    if today <= due_on:
        return None
    return StatementChangeKind.LATE if today <= add_months(due_on, MONTHS_UNTIL_LAPSED) else StatementChangeKind.LAPSED

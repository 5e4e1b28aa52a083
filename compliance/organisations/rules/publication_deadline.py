"""When an organisation should publish its statement, and which year names it. Pure.

Source: statutory guidance (March 2025) 5.4: at most six months after the year end. See
docs/requirements/statements.md#financial-year.
"""

from datetime import date

from portal.core.dates import add_months, is_month_end, last_of_month

MONTHS_TO_PUBLISH = 6


def shift_year_end(day: date, months: int) -> date:
    """Return the day so many months on: a month's last day stays one, another day is the last of a shorter month.

    That a month's end stays one is the portal's own rule; the guidance counts months alone.
    """
    shifted = add_months(day, months)
    return last_of_month(shifted) if is_month_end(day) else shifted


def get_due_date(period_end: date) -> date:
    """Return the day by which a statement for the financial year that ends on `period_end` should be published."""
    return shift_year_end(period_end, MONTHS_TO_PUBLISH)


def get_statement_year(period_end: date) -> int:
    """Return the year that names a statement: the one in which it is due, as the government registry counts."""
    return get_due_date(period_end).year

"""Review dates: when somebody is reminded that a page is to be checked again, and when readers are told.

See docs/requirements/experience.md#guidance-reminders.
"""

from datetime import date, timedelta

from portal.core.dates import add_months

MAX_MONTHS_UNCHECKED = 12
# Days before the check is due.
REMINDER_DAYS = (60, 14, 0)
# For so long after that day a page says nothing; then it says that it is being checked.
QUIET_PERIOD = timedelta(days=30)


def get_reminder_band(days: int) -> tuple[int, int | None]:
    """Return the most and the least days to go between which the reminder of so many days is the one to send.

    The least is None: however late it is.
    """
    later = [other for other in REMINDER_DAYS if other < days]
    return days, max(later) if later else None


def is_being_checked(next_check_on: date | None, today: date) -> bool:
    """Return whether readers are told that the page is being checked: its check is long overdue."""
    return next_check_on is not None and today - next_check_on >= QUIET_PERIOD


def get_latest_next_check(checked_on: date | None, today: date) -> date:
    """Return the last day on which the next check may be: a year after the last check, or after today."""
    return add_months(min(checked_on or today, today), MAX_MONTHS_UNCHECKED)

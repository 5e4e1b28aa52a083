"""When somebody is reminded that a page is to be checked again, and when readers are told (experience f4)."""

from datetime import date, timedelta

# Days before the check is due.
REMIND_BEFORE = (60, 14, 0)
# For so long after that day a page says nothing; then it says that it is being checked.
QUIET_AFTER = timedelta(days=30)


def band(days: int) -> tuple[int, int | None]:
    """How many days there are still to go when the reminder of so many days is the one to send, at most and more than;
    None: however late it is."""
    later = [other for other in REMIND_BEFORE if other < days]
    return days, max(later) if later else None


def is_being_checked(next_check_on: date | None, today: date) -> bool:
    return next_check_on is not None and today - next_check_on >= QUIET_AFTER

"""When a supplier is asked again for its answer, and how the state of a link reads. Pure."""

from datetime import date, timedelta

REMINDERS = (timedelta(days=-3), timedelta(0), timedelta(days=7))


def reminder_due(*, reply_by: date, last_told_on: date, today: date) -> bool:
    """Whether a day to remind came after the day on which the supplier was last told, that day not counted."""
    return any(last_told_on < reply_by + step <= today for step in REMINDERS)

"""Which reminder is due on a day. The days are data (vocabulary). Pure.

See docs/requirements/statements.md#reminders.
"""

from datetime import date, timedelta

from compliance.organisations.rules.publication_deadline import get_due_date, shift_year_end
from compliance.statements import vocabulary
from compliance.statements.vocabulary import Reminder

# A worker that was down for less than this catches up; what is older would say something that is no longer so.
DAYS_LATE = 5
FIRST, LAST = -182, 30


def get_due_reminder(expected: date, today: date) -> Reminder | None:
    """Return the latest reminder whose day has come, while it is still fresh."""
    come = [reminder for reminder in vocabulary.reminders() if expected + timedelta(days=reminder.offset_days) <= today]
    last = max(come, key=lambda each: each.offset_days, default=None)
    if last is None or (today - expected).days - last.offset_days > DAYS_LATE:
        return None
    return last


def expected_days(year_end: date, today: date) -> list[date]:
    """Return the expected days that matter today, of financial years that end on this day or a year or more later."""
    days = []
    end = year_end
    while get_due_date(end) + timedelta(days=FIRST) <= today:
        if today <= get_due_date(end) + timedelta(days=LAST + DAYS_LATE):
            days.append(get_due_date(end))
        end = shift_year_end(end, 12)
    return days

"""Review dates: how long a confirmed entry holds.

Our staff look again after six months. A partner confirms its own entry once a year: it is asked when the entry is due,
reminded when that is six months ago, and the entry is hidden when it is twelve months ago. Until then people read it,
with the day that it was last checked.

See docs/requirements/directory.md#review-dates.
"""

from datetime import date

STAFF_MONTHS, PARTNER_MONTHS = 6, 12
REMIND_AFTER_MONTHS, HIDE_AFTER_MONTHS = 6, 12


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or an earlier one; of a month that is too short, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)


def get_next_review(confirmed_on: date, *, by_partner: bool) -> date:
    """Return the day on which an entry that was confirmed on this day is due again."""
    return add_months(confirmed_on, PARTNER_MONTHS if by_partner else STAFF_MONTHS)


def get_reminder_cutoff(today: date) -> date:
    """Return the day: entries due on it or before are reminded of."""
    return add_months(today, -REMIND_AFTER_MONTHS)


def get_hiding_cutoff(today: date) -> date:
    """Return the day: entries due on it or before are hidden."""
    return add_months(today, -HIDE_AFTER_MONTHS)

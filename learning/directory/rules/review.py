"""How long a confirmed entry holds (decision 28; helpline 4.4).

Our staff look again after six months. A partner confirms its own entry once a year: it is asked when the entry is due,
reminded when that is six months ago, and the entry is hidden when it is twelve months ago. Until then people read it,
with the day that it was last checked.
"""

from datetime import date

STAFF_MONTHS, PARTNER_MONTHS = 6, 12
REMIND_AFTER_MONTHS, HIDE_AFTER_MONTHS = 6, 12


def after_months(day: date, months: int) -> date:
    """The same day of a later month, or an earlier one; of a month that is too short, its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(day)


def next_review(confirmed_on: date, *, by_partner: bool) -> date:
    return after_months(confirmed_on, PARTNER_MONTHS if by_partner else STAFF_MONTHS)


def due_to_remind(today: date) -> date:
    """Entries due on this day or before are reminded of."""
    return after_months(today, -REMIND_AFTER_MONTHS)


def due_to_hide(today: date) -> date:
    """Entries due on this day or before are hidden."""
    return after_months(today, -HIDE_AFTER_MONTHS)

"""Review dates: how long a confirmed entry holds.

Our staff look again after six months. A partner confirms its own entry once a year: it is asked when the entry is due,
reminded when that is six months ago, and the entry is hidden when it is twelve months ago. Until then people read it,
with the day that it was last checked.

See docs/requirements/directory.md#review-dates, docs/requirements/directory.md#suitability.
"""

from datetime import date

from portal.core.dates import add_months

STAFF_MONTHS, PARTNER_MONTHS = 6, 12
REMIND_AFTER_MONTHS, HIDE_AFTER_MONTHS = 6, 12
SUITABILITY_MONTHS = 12


def get_next_review(confirmed_on: date, *, by_partner: bool) -> date:
    """Return the day on which an entry that was confirmed on this day is due again."""
    return add_months(confirmed_on, PARTNER_MONTHS if by_partner else STAFF_MONTHS)


def get_reminder_cutoff(today: date) -> date:
    """Return the day: entries due on it or before are reminded of."""
    return add_months(today, -REMIND_AFTER_MONTHS)


def get_hiding_cutoff(today: date) -> date:
    """Return the day: entries due on it or before are hidden."""
    return add_months(today, -HIDE_AFTER_MONTHS)


def get_suitability_cutoff(today: date) -> date:
    """Return the day: organisations whose suitability was checked on it or before are checked again."""
    return add_months(today, -SUITABILITY_MONTHS)

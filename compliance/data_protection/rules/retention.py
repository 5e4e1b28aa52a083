"""How long what the desk keeps is kept. The periods in days come from the vocabulary.

All of it is a proposal until the data protection officer has confirmed it.

See docs/requirements/helpline.md#desk-retention.
"""

from datetime import date, timedelta

# What one shift told the next; a period of our own, since the vocabulary has none.
NOTE_DAYS = 28
# More than this share of a table goes only after a lead has looked.
MAX_PERCENT = 5


def get_last_day(begins: date, days: int) -> date:
    """Return the last day of a period of so many days."""
    return begins + timedelta(days=days)


def is_over(last_day: date, today: date) -> bool:
    return today > last_day


def is_too_many(due: int, total: int) -> bool:
    """Return whether a run would take more of a table than it may without a lead's word."""
    return due * 100 > total * MAX_PERCENT

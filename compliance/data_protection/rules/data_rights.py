"""Requests about somebody's data, and complaints about how data are handled: deadlines, and what may be said.

UK GDPR article 12(3): one month. Data (Use and Access) Act 2025, section 103: a complaint is acknowledged within
30 days. The 90 days until its answer are this portal's proposal.
"""

from calendar import monthrange
from datetime import date, timedelta

ACKNOWLEDGE_DAYS, ANSWER_DAYS = 30, 90


def get_request_due_date(received_on: date) -> date:
    """Return the same day of the next month, or that month's last day: one calendar month (ICO, time limits)."""
    year, month = received_on.year + received_on.month // 12, received_on.month % 12 + 1
    return date(year, month, min(received_on.day, monthrange(year, month)[1]))


def get_acknowledge_date(received_on: date) -> date:
    return received_on + timedelta(days=ACKNOWLEDGE_DAYS)


def get_answer_date(received_on: date) -> date:
    return received_on + timedelta(days=ANSWER_DAYS)


def is_silent(*, is_held_apart: bool, gives: str) -> bool:
    """Return whether the answer is the one letter that neither confirms nor denies.

    It is the same letter, word for word, whether nothing was found or all of it is withheld: only then does it tell
    nobody that a case exists (DPA 2018, schedule 2, paragraphs 2 and 16). gives: what the person is given.
    """
    return is_held_apart or not gives.strip()

"""How long a confirmed entry holds."""

from datetime import date

import pytest

from learning.directory.rules import review


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 24), 6, date(2027, 5, 24)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
    ],
    ids=str,
)
def test_months_are_counted_by_the_calendar(day, months, later):
    assert review.add_months(day, months) == later


def test_staff_look_again_after_six_months_and_partners_after_a_year():
    day = date(2026, 11, 24)
    assert review.get_next_review(day, by_partner=False) == date(2027, 5, 24)
    assert review.get_next_review(day, by_partner=True) == date(2027, 11, 24)
    assert review.get_reminder_cutoff(date(2028, 5, 24)) == date(2027, 11, 24)
    assert review.get_hiding_cutoff(date(2028, 11, 24)) == date(2027, 11, 24)

"""How long a confirmed entry holds."""

from datetime import date

from learning.directory.rules import review


def test_staff_look_again_after_six_months_and_partners_after_a_year():
    day = date(2026, 11, 24)
    assert review.get_next_review(day, by_partner=False) == date(2027, 5, 24)
    assert review.get_next_review(day, by_partner=True) == date(2027, 11, 24)
    assert review.get_reminder_cutoff(date(2028, 5, 24)) == date(2027, 11, 24)
    assert review.get_hiding_cutoff(date(2028, 11, 24)) == date(2027, 11, 24)

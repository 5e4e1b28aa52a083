"""Which reminder is due on a day."""

from datetime import date, timedelta

import pytest

from compliance.statements.publication.rules import deadline_reminders as rule

EXPECTED = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        (-183, None), (-182, -182), (-177, -182), (-176, None), (-90, -90), (-31, None), (-30, -30), (-14, -14),
        (-8, None), (-7, -7), (-2, -7), (0, None), (1, 1), (6, 1), (7, None), (30, 30), (35, 30), (36, None),
    ],
)  # fmt: skip
def test_a_reminder_is_due_on_its_day_and_a_few_days_after(days, found):
    one = rule.get_due_reminder(EXPECTED, EXPECTED + timedelta(days=days))
    assert (one.offset_days if one else None) == found


@pytest.mark.parametrize(
    ("end", "today", "found"),
    [
        (date(2026, 3, 31), date(2026, 4, 1), [date(2026, 9, 30)]),
        (date(2024, 3, 31), date(2026, 9, 1), [date(2026, 9, 30)]),
        (date(2026, 3, 31), date(2026, 3, 30), []),
        (date(2025, 2, 28), date(2026, 8, 20), [date(2026, 8, 31)]),
    ],
)
def test_the_expected_days_come_round_each_year(end, today, found):
    assert rule.expected_days(end, today) == found

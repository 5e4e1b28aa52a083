"""When the next statement is expected, and what its absence means."""

from datetime import date

import pytest

from compliance.statements.registry.rules.next_statement import get_absence, get_next_due_date


@pytest.mark.parametrize(
    ("year", "end", "due"),
    [
        (2025, date(2025, 3, 31), date(2026, 9, 30)),
        (2025, date(2025, 8, 31), date(2027, 2, 28)),
        (2025, None, date(2026, 12, 31)),
    ],
)
def test_the_next_is_expected_six_months_after_the_end_of_the_next_year(year, end, due):
    assert get_next_due_date(year=year, period_end=end) == due


@pytest.mark.parametrize(
    ("today", "kind"),
    [
        (date(2026, 9, 30), None),
        (date(2026, 10, 1), "late"),
        (date(2027, 9, 30), "late"),
        (date(2027, 10, 1), "lapsed"),
    ],
)
def test_it_is_late_for_a_year_and_then_lapsed(today, kind):
    assert get_absence(due_on=date(2026, 9, 30), today=today) == kind

from datetime import date

import pytest

from compliance.hotspots.rules import quarters
from compliance.statistics.rules.periods import parse_period


@pytest.mark.parametrize(
    ("today", "code"),
    [
        (date(2026, 11, 29), "2026-q3"),
        (date(2026, 10, 1), "2026-q3"),
        (date(2026, 9, 30), "2026-q2"),
        (date(2026, 1, 1), "2025-q4"),
        (date(2026, 3, 31), "2025-q4"),
    ],
)
def test_the_last_quarter_is_one_that_has_ended(today, code):
    assert quarters.get_last_quarter(today).code == code


@pytest.mark.parametrize(("count", "code"), [(0, "2026-q1"), (1, "2025-q4"), (8, "2024-q1"), (-1, "2026-q2")])
def test_quarters_are_counted_back_over_years(count, code):
    assert quarters.get_quarter_before(parse_period("2026-q1"), count).code == code


def test_a_quarter_ends_where_the_next_begins():
    quarter = parse_period("2025-q4")
    assert quarters.get_first_day(quarter) == date(2025, 10, 1)
    assert quarters.get_end(quarter) == date(2026, 1, 1)

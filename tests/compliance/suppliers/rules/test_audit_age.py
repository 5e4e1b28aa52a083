"""The first days of audits that are so old."""

from datetime import date

import pytest

from compliance.suppliers.rules.audit_age import get_audit_limits


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 24), [date(2025, 11, 24), date(2025, 11, 24), date(2024, 11, 24), date(2023, 11, 24)]),
        (date(2028, 2, 29), [date(2027, 2, 28), date(2027, 2, 28), date(2026, 2, 28), date(2025, 2, 28)]),
    ],
)
def test_limits_are_whole_years_before_today(today, expected):
    assert list(get_audit_limits(today).values()) == expected

"""When a period is over, and how much of a table goes without a lead's word.

See docs/requirements/helpline.md#desk-retention, docs/requirements/security.md#retention.
"""

from datetime import date

import pytest

from compliance.data_protection.rules import retention


def test_a_period_is_over_on_the_day_after_its_last():
    last = retention.get_last_day(date(2026, 1, 1), 365)
    assert last == date(2027, 1, 1)
    assert not retention.is_over(last, date(2027, 1, 1))
    assert retention.is_over(last, date(2027, 1, 2))


@pytest.mark.parametrize(
    ("due", "total", "too_many"), [(0, 0, False), (1, 20, False), (2, 39, True), (5, 100, False), (6, 100, True)]
)
def test_more_than_a_twentieth_of_a_table_is_too_many(due, total, too_many):
    assert retention.is_too_many(due, total) is too_many

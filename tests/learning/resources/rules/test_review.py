"""When a page is to be checked again."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from learning.resources.rules.review import get_latest_next_check, get_reminder_band, is_being_checked

pytestmark = pytest.mark.django_db
DUE = date(2027, 3, 1)


def before(days):
    """A morning so many days before the check is due."""
    return timezone.make_aware(datetime.combine(DUE - timedelta(days=days), datetime.min.time())) + timedelta(hours=9)


def test_each_reminder_has_its_days():
    assert [get_reminder_band(days) for days in (60, 14, 0)] == [(60, 14), (14, 0), (0, None)]


@pytest.mark.parametrize(
    ("due", "expected"),
    [(date(2027, 3, 1), False), (date(2027, 2, 1), False), (date(2027, 1, 31), True), (None, False)],
)
def test_readers_are_told_thirty_days_after_the_check_was_due(due, expected):
    assert is_being_checked(due, date(2027, 3, 2)) is expected


@pytest.mark.parametrize(
    ("checked_on", "latest"),
    [
        (None, date(2028, 3, 1)),
        (date(2027, 1, 15), date(2028, 1, 15)),
        (date(2026, 2, 28), date(2027, 2, 28)),
        (date(2030, 1, 1), date(2028, 3, 1)),
    ],
)
def test_the_next_check_is_within_a_year_of_the_last(checked_on, latest):
    assert get_latest_next_check(checked_on, DUE) == latest

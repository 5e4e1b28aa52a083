"""When a code is near its end."""

from datetime import UTC, datetime, timedelta

import pytest

from compliance.concerns.rules.receipt_expiry import get_code_end

TEN = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(("days", "is_soon"), [(31, False), (30, True), (0, True)])
def test_soon_is_within_thirty_days(days, is_soon):
    today = TEN.date()
    assert get_code_end(today + timedelta(days=days), today).is_soon == is_soon

from datetime import date

import pytest

from compliance.sharing.rules.agreements import get_state

DAYS = {"starts_on": date(2026, 1, 10), "ends_on": date(2026, 12, 31)}


@pytest.mark.parametrize(
    ("today", "is_agreed", "is_revoked", "state"),
    [
        (date(2026, 1, 10), True, False, "live"),
        (date(2026, 12, 31), True, False, "live"),
        (date(2027, 1, 1), True, False, "expired"),
        (date(2026, 1, 9), True, False, "not_started"),
        (date(2026, 6, 1), False, False, "proposed"),
        (date(2026, 1, 9), False, False, "proposed"),
        (date(2027, 1, 1), False, False, "expired"),
        (date(2026, 6, 1), True, True, "revoked"),
        (date(2027, 1, 1), True, True, "revoked"),
    ],
)
def test_an_agreement_is_live_from_its_first_to_its_last_day_once_two_agreed(today, is_agreed, is_revoked, state):
    assert get_state(**DAYS, is_agreed=is_agreed, is_revoked=is_revoked, today=today) == state

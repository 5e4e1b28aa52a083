"""Which statement is due next, by table."""

from datetime import date

import pytest

from compliance.statements.choices import State
from portal.dashboard.rules import StatementStatus, get_statement_status

TODAY = date(2026, 11, 24)
MARCH = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("year_end_on", "versions", "expected", "why"),
    [
        (None, [], StatementStatus(None, None, None, None), "nothing is known"),
        (MARCH, [], StatementStatus(2026, None, date(2026, 9, 30), None, is_late=True), "six months have passed"),
        (date(2026, 9, 30), [], StatementStatus(2027, None, date(2027, 3, 31), None), "there is time"),
        (
            MARCH,
            [(2026, State.PUBLISHED)],
            StatementStatus(2027, None, date(2027, 9, 30), 2026),
            "what is in public leaves the next one to write",
        ),
        (
            MARCH,
            [(2025, State.PUBLISHED), (2026, State.SIGNED)],
            StatementStatus(2026, State.SIGNED, date(2026, 9, 30), 2025, is_late=True),
            "an open draft comes first",
        ),
        (
            MARCH,
            [(2026, State.PUBLISHED), (2026, State.DRAFTING)],
            StatementStatus(2026, State.DRAFTING, date(2026, 9, 30), 2026, is_late=True),
            "an amendment is open",
        ),
        (
            None,
            [(2024, State.DRAFTING)],
            StatementStatus(2024, State.DRAFTING, None, None),
            "a draft without a year end",
        ),
        (
            MARCH,
            [(2024, State.WITHDRAWN)],
            StatementStatus(2026, None, date(2026, 9, 30), None, is_late=True),
            "withdrawn",
        ),
    ],
)
def test_standing(year_end_on, versions, expected, why):
    assert get_statement_status(year_end_on, versions, today=TODAY) == expected, why


@pytest.mark.parametrize(
    ("kept", "is_late", "why"),
    [
        ([(date(2026, 9, 30), "not_required")], False, "there is no duty for the year"),
        ([(None, "not_required_voluntary")], False, "an answer without a year speaks for all"),
        ([(date(2025, 9, 30), "not_required")], True, "another year's answer says nothing"),
        ([(date(2026, 9, 30), "required"), (date(2026, 9, 30), "not_required")], True, "the newest counts"),
        ([(None, "not_required"), (date(2026, 9, 30), "required")], True, "the year's own answer counts"),
    ],
)
def test_without_a_duty_nothing_is_late(kept, is_late, why):
    now = get_statement_status(MARCH, [], today=TODAY, kept=kept)
    assert (now.is_late, now.is_spared) == (is_late, not is_late), why

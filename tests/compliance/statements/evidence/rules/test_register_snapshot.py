"""The rows of a register as plain values, and the financial year that they are looked at in."""

from dataclasses import FrozenInstanceError, fields
from datetime import date

import pytest

from compliance.statements.evidence.rules.register_snapshot import Period, RegisterSnapshot
from tests.compliance.statements.evidence.register_rows import PERIOD, audit, finding, site, supplier


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 3, 31), False),
        (date(2025, 4, 1), True),
        (date(2026, 3, 31), True),
        (date(2026, 4, 1), False),
    ],
)
def test_a_period_holds_its_first_and_its_last_day(day, expected):
    assert (day in PERIOD) is expected


def test_a_period_of_one_day_holds_that_day():
    day = date(2026, 2, 28)
    assert day in Period(day, day)


@pytest.mark.parametrize("row", [audit(), finding(), site(), supplier(), PERIOD, RegisterSnapshot()], ids=type)
def test_what_was_read_from_a_register_cannot_be_changed(row):
    name = fields(row)[0].name
    with pytest.raises(FrozenInstanceError):
        setattr(row, name, "other")


def test_an_empty_register_holds_no_row():
    assert not any(getattr(RegisterSnapshot(), field.name) for field in fields(RegisterSnapshot))


def test_a_row_says_nothing_that_nobody_told_it():
    assert (audit().is_stub, audit().workers, audit().interviewed) == (False, 0, 0)
    assert (finding().has_alert, finding().carried_from) == (False, "")

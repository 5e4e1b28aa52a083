"""Shares, and what is known of a statement."""

from datetime import date

import pytest

from compliance.audits.rules import supply_chain as rules

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("number", "name", "confirmed", "refused", "state"),
    [
        (2025, 0, False, False, "found"), (2024, 0, False, False, "late"), (0, 2026, False, False, "possible"),
        (0, 2026, True, False, "found"), (0, 2026, False, True, "missing"), (2024, 2026, True, False, "found"),
        (2024, 2026, False, False, "late"), (0, 0, False, False, "missing"),
    ],
)  # fmt: skip
def test_a_statement_by_number_goes_before_one_by_name(number, name, confirmed, refused, state):
    assert state == rules.get_statement_state(
        number_year=number, name_year=name, is_confirmed=confirmed, is_refused=refused, has_number=True, today=TODAY
    )


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(0, 0, 0), (1, 1000, 1), (999, 1000, 99), (3, 3, 100), (0, 5, 0)]
)
def test_a_share_is_none_or_all_only_where_it_is(part, whole, percent):
    assert rules.get_percent(part, whole) == percent

"""Tests of the rules of open call forms: whether one was left, and who may take it over."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from compliance.casework.rules import open_calls as rules

NOW = datetime(2026, 12, 1, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ({"danger_level": "happening_now", "age_of_person": "adult"}, "p1"),
        ({"age_of_person": "under_18"}, "p2"),
    ],
)
def test_danger_or_a_child_is_urgent_from_the_moment_it_is_typed(answers, level):
    assert rules.get_typed_level(answers) == level in rules.URGENT_LEVELS


@pytest.mark.parametrize(("seconds", "is_left"), [(0, False), (299, False), (300, True), (3600, True)])
def test_a_form_is_left_after_five_minutes_without_a_save(seconds, is_left):
    assert rules.is_left_open(NOW - timedelta(seconds=seconds), NOW) == is_left


@pytest.mark.parametrize(("is_lead", "is_left", "is_owner_at_desk"), product((True, False), repeat=3))
def test_a_lead_takes_over_at_any_time_a_handler_only_what_nobody_can_go_on_with(is_lead, is_left, is_owner_at_desk):
    saved_at = NOW - (timedelta(minutes=6) if is_left else timedelta(minutes=1))
    given = {"saved_at": saved_at, "now": NOW, "is_lead": is_lead, "is_owner_at_desk": is_owner_at_desk}
    expected = is_lead or (is_left and not is_owner_at_desk)
    assert rules.may_take_over(level="p1", is_own=False, **given) == expected
    assert not rules.may_take_over(level="p1", is_own=True, **given)
    assert not rules.may_take_over(level="p3", is_own=False, **given)

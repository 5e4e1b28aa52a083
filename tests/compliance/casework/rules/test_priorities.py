"""Tests of levels, their deadlines and who may change them."""

from datetime import UTC, datetime, timedelta

import pytest

from compliance.casework.rules import priorities
from compliance.concerns.rules.deadlines import Span, Targets

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_the_deadline_after_taking_tells_nothing_of_the_arrival():
    targets = Targets(first_action=Span(minutes=15), referral=Span(minutes=30))
    assert priorities.get_due_after_claim(targets, NOON) == NOON + timedelta(minutes=15)


def test_a_referral_due_in_working_days_is_counted_from_the_taking():
    targets = Targets(first_action=Span(minutes=1440), referral=Span(working_days=3))
    assert priorities.get_due_after_claim(targets, NOON) == datetime(2026, 12, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "after", "child", "expected"),
    [
        ("p1", "p2", True, priorities.Change(is_lowering=True, needs_lead=True)),
        ("p2", "p3", True, priorities.Change(is_lowering=True, needs_lead=False, refusal="calmer_than_child")),
        ("p2", "p1", True, priorities.Change(is_lowering=False, needs_lead=False)),
        # An adult in immediate danger is not lowered, and then closed, by one person.
        ("p1", "p4", False, priorities.Change(is_lowering=True, needs_lead=True)),
        ("p2", "p4", False, priorities.Change(is_lowering=True, needs_lead=False)),
        # To leave a level as it is asks nobody, not even in immediate danger or with a child.
        ("p1", "p1", False, priorities.Change(is_lowering=False, needs_lead=False)),
        ("p2", "p2", True, priorities.Change(is_lowering=False, needs_lead=False)),
    ],
)
def test_a_case_with_a_child_or_immediate_danger_becomes_calmer_by_a_lead_only(before, after, child, expected):
    assert priorities.judge_change(before=before, after=after, concerns_child=child) == expected


def test_once_a_child_is_in_it_the_level_rises():
    assert priorities.raise_to_minimum("p4", age="not_sure") == "p2"
    assert priorities.raise_to_minimum("p1", age="under_18") == "p1"
    assert priorities.raise_to_minimum("p4", age="adult") == "p4"


@pytest.mark.parametrize(
    ("first", "second", "order", "graver"),
    [
        ("adult", "under_18", priorities.AGES, "under_18"),
        ("under_18", "not_sure", priorities.AGES, "under_18"),
        ("adult", "not_sure", priorities.AGES, "not_sure"),
        ("adult", "adult", priorities.AGES, "adult"),
        ("not_immediate", "happening_now", priorities.DANGERS, "happening_now"),
        ("within_24h", "unknown", priorities.DANGERS, "within_24h"),
        # That nobody knows is graver than that somebody said it is not urgent.
        ("not_immediate", "unknown", priorities.DANGERS, "unknown"),
    ],
)
def test_of_two_answers_to_one_question_the_graver_counts(first, second, order, graver):
    assert priorities.get_graver(first, second, order) == graver
    assert priorities.get_graver(second, first, order) == graver

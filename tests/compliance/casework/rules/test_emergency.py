"""Tests of whether the police are called on 999 or on 101."""

import pytest

from compliance.casework.rules.emergency import needs_999

CALM = {"level": "p3", "danger": "not_immediate", "age": "adult"}


@pytest.mark.parametrize(
    ("facts", "is_emergency"),
    [
        ({}, False),
        ({"level": "p2"}, False),
        ({"level": "p1"}, True),
        ({"danger": "happening_now"}, True),
        ({"danger": "within_24h"}, False),
        ({"danger": "unknown"}, False),
        ({"age": "under_18"}, False),
        ({"age": "under_18", "danger": "within_24h"}, True),
        ({"age": "not_sure", "danger": "within_24h"}, True),
        ({"age": "under_18", "is_still_inside": True}, True),
        ({"age": "not_sure", "is_still_inside": True}, True),
        ({"is_still_inside": True}, False),
        ({"ground": "imminent_danger"}, True),
        ({"ground": "child_at_risk", "age": "under_18"}, False),
        ({"ground": "serious_crime"}, False),
    ],
)
def test_999_is_called_for_level_1_danger_now_and_a_child_at_immediate_risk(facts, is_emergency):
    assert needs_999(**(CALM | facts)) is is_emergency

"""A scenario whose paths all lead somewhere."""

import pytest

from learning.base.rules.scenarios import find_scenario_problem


def step(key, *targets):
    return {"key": key, "text": "", "choices": [{"step": target, "text": ""} for target in targets]}


def test_a_scenario_may_lead_back_as_long_as_it_can_end():
    assert find_scenario_problem([step("a", "b", "c"), step("b", "a", "c"), step("c")]) == ""


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([step("a")], "two steps or more"),
        ([step("a", "a"), step("a")], "two steps have one name"),
        ([step("a", "x"), step("b")], "no step is called \u201cx\u201d"),
        ([step("a", "c"), step("b", "c"), step("c")], "no choice leads to the step \u201cb\u201d"),
        ([step("a", "b"), step("b", "a")], "no path from the step \u201ca\u201d ends"),
    ],
)
def test_what_leads_nowhere_is_named(steps, told):
    assert told in find_scenario_problem(steps)

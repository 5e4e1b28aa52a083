"""What a Bill would ask, by table: a notice, never a failure."""

import pytest

from compliance.statements.rubric.rules.criteria import pending
from tests.compliance.statements.rubric.statement_changes import NO_STEPS, check_cases
from tests.factories.good_statement import checked

CASES = [
    # criterion, changed answers, changed facts, result, words of the reason
    ("b_no_steps_reason", NO_STEPS, {}, "not_met", "not required today"),
    (
        "b_no_steps_reason",
        {**NO_STEPS, "period": {"statement_kind": "no_steps", "no_steps_reason": "We are new."}},
        {},
        "met",
        "gives a reason",
    ),
    ("b_no_steps_reason", {}, {}, "not_applicable", "no steps"),
    ("b_all_six_topics", {}, {}, "met", "All six"),
    ("b_all_six_topics", {"training": {"area_training": False}}, {}, "not_met", "Not covered: Training."),
    ("b_registry_submission", {}, {}, "met", "government registry"),
    ("b_registry_submission", {}, {"registry_url": ""}, "not_met", "A Bill before Parliament"),
]


@pytest.mark.parametrize(
    ("criterion", "answers", "facts", "result", "reason"),
    CASES,
    ids=[f"{number}-{case[0]}-{case[3]}" for number, case in enumerate(CASES)],
)
def test_a_criterion(criterion, answers, facts, result, reason):
    judged = checked(answers, **facts)[criterion]
    assert (judged.result, reason in judged.reason) == (result, True), (judged.result, judged.reason, judged.found)


def test_the_table_holds_each_criterion_met_and_not_met_and_not_applied_where_it_can_be():
    check_cases(CASES, pending.RULES)

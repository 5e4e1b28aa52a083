"""Whether answers, text and year fit together, by table."""

import pytest

from compliance.statements.rubric.rules import check
from compliance.statements.rubric.rules.check import Facts
from compliance.statements.rubric.rules.criteria import consistency
from compliance.statements.rules.content import assemble
from tests.compliance.statements.rubric.statement_changes import BARE, GONE, LONG, NO_STEPS, NO_TEXT, check_cases
from tests.factories.good_statement import ORGANISATION, TODAY, checked, made

CASES = [
    # criterion, changed answers, changed facts, result, words of the reason
    ("c_areas_vs_text", {}, {}, "met", "has text"),
    ("c_areas_vs_text", {"risk": {"narrative_risk": None}}, {}, "partly_met", "“Assessing and managing risk”"),
    (
        "c_areas_vs_text",
        {"training": {"narrative_training": LONG, "disclosures": {"trn1_numbers": GONE, "trn1_content": GONE}}},
        {},
        "partly_met",
        "“Training”",
    ),
    ("c_areas_vs_text", NO_STEPS, {}, "not_applicable", "no steps"),
    ("c_training_vs_text", {}, {}, "met", "agree"),
    ("c_training_vs_text", {"training": {"training_targets": ["none"]}}, {}, "partly_met", "no one was trained"),
    (
        "c_training_vs_text",
        {"training": {"narrative_training": LONG, "disclosures": None}, "monitoring": {"narrative_monitoring": LONG}},
        {},
        "partly_met",
        "the text does not mention it",
    ),
    (
        "c_training_vs_text",
        {
            "training": {
                "training_targets": ["none"],
                "narrative_training": "<p>No training was given. We will give training next year.</p>",
            },
            "monitoring": {"narrative_monitoring": LONG},
        },
        {},
        "met",
        "agree",
    ),
    ("c_training_vs_text", {"training": {"training_targets": None}}, {}, "not_applicable", "not answered yet"),
    ("c_future_only", {}, {}, "met", "say what was done"),
    (
        "c_future_only",
        {
            **NO_TEXT,
            "intro": {"narrative_intro": "<p>We will act. We plan to ask. We aim to map.</p>"},
        },  # one step: a risk
        {},
        "partly_met",
        "Which of them",
    ),
    ("c_future_only", NO_STEPS, {}, "not_applicable", "no steps"),
    ("c_copied_text", {}, {}, "not_applicable", "no earlier statement"),
    ("c_copied_text", {}, {"previous_content": made()}, "not_met", "100% of the text"),
    ("c_copied_text", {}, {"previous_content": BARE}, "met", "0% of the text"),
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
    check_cases(CASES, consistency.RULES)


def test_the_plans_of_a_statement_without_any_step_are_not_steps():
    words = {"narrative_intro": "<p>We will act. We plan to ask.</p>"}
    content = assemble(organisation=ORGANISATION, year=2026, sections={"intro": words})
    (got,) = [one for one in check.run(content, Facts(), today=TODAY) if one.criterion == "c_future_only"]
    assert (got.result, got.found, got.section) == ("not_met", "We will act.", "intro")

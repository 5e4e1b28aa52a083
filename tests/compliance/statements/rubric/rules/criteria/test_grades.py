"""How far the answers go: no, partly or yes, and the words that the grade rests on."""

from datetime import date

import pytest

from compliance.statements.rubric.rules.criteria import grades
from compliance.statements.rubric.rules.criteria.grades import Answered, Grade, grade_disclosures, grade_ticks
from compliance.statements.rubric.rules.statement_text import StatementText
from compliance.statements.rules.facts import Facts
from tests.compliance.statements.rubric.statement_changes import GONE
from tests.factories.good_statement import covered, made

NO, PARTLY, YES = Grade
CHAIN = "str1_supply_chain_overview"


def read(**changes) -> StatementText:
    return StatementText(made(**changes), Facts(), date(2026, 7, 1))


@pytest.mark.parametrize(
    ("grade", "changes", "expected"),
    [
        (grade_ticks("partners"), {"due_diligence": {"partners": ["trade_unions"]}}, YES),
        (grade_ticks("partners"), {"due_diligence": {"partners": ["none"]}}, NO),
        (grade_ticks("partners"), {"due_diligence": {"partners": None}}, NO),
        (grade_disclosures("dd2_purchasing"), {}, YES),
        (grade_disclosures("dd2_purchasing"), {"due_diligence": {"disclosures": {"dd2_purchasing": GONE}}}, NO),
        (
            grade_disclosures("dd2_purchasing"),
            {"due_diligence": {"disclosures": {"dd2_purchasing": {"status": "covered"}}}},
            PARTLY,
        ),
        (
            grade_disclosures("trn1_numbers", "trn1_content"),
            {"training": {"disclosures": {"trn1_content": GONE}}},
            PARTLY,
        ),
        (grades.policies_reach_suppliers, {"policies": {"policies": None}}, NO),
        (grades.fees_forbidden, {"policies": {"policies": ["no_child_labour"]}}, NO),
        (grades.fees_forbidden, {"policies": {"policies": ["no_worker_paid_fees"]}}, YES),
        (grades.risk_is_specific, {"risk": {"risks": None}}, NO),
        (grades.risk_is_specific, {"risk": {"risks": [{"description": "Fees"}]}}, PARTLY),
        (grades.risk_is_specific, {"risk": {"no_risks": True}}, PARTLY),
        (grades.risks_have_actions, {"risk": {"risks": [{"description": "Fees"}]}}, NO),
        (grades.suppliers_watched, {"due_diligence": {"social_audits": None}}, NO),
        (grades.suppliers_watched, {"due_diligence": {"social_audits": None, "other_monitoring": "Calls"}}, YES),
        (grades.indicators_answered, {"due_diligence": {"indicators": ["none"]}}, YES),
        (grades.indicators_answered, {"due_diligence": {"indicators": None}}, NO),
        (grades.indicators_remedied, {"due_diligence": {"remediations": ["none"]}}, NO),
        (grades.kpis_have_figures, {"monitoring": {"kpis": [{"name": "Visits"}]}}, PARTLY),
        (grades.kpis_have_figures, {"monitoring": {"kpis": None}}, NO),
        (grades.goals_have_dates, {"monitoring": {"goals": [{"text": "More"}]}}, PARTLY),
        (grades.goals_have_dates, {"monitoring": {"goals": None}}, NO),
        (grades.progress_told, {}, YES),
        (grades.progress_told, {"monitoring": {"progress_measures": None}}, PARTLY),
        (grades.places_named, {"structure": {"disclosures": {CHAIN: covered("Spain.")}}}, YES),
        (grades.places_named, {"structure": {"disclosures": {CHAIN: covered("Farms.")}}}, PARTLY),
    ],
)
def test_an_answer_has_its_grade(grade, changes, expected):
    assert grade(read(**changes)).grade == expected


def test_a_text_needs_the_word_that_the_rule_asks_for():
    changes = {"structure": {"disclosures": {"str1_governance": covered("Somebody looks after it.")}}}
    assert grade_disclosures("str1_governance", needs=grades.ROLE)(read(**changes)) == Answered(
        PARTLY, "Somebody looks after it."
    )
    changes = {"structure": {"disclosures": {"str1_governance": covered("The board looks after it.")}}}
    assert grade_disclosures("str1_governance", needs=grades.ROLE)(read(**changes)).grade == YES


def test_a_point_that_is_ticked_without_a_word_is_known_as_such():
    changes = {"structure": {"disclosures": {"str1_unknowns": {"status": "covered"}}}}
    assert grade_disclosures("str1_unknowns")(read(**changes)) == Answered(PARTLY, is_ticked=True)


def test_what_is_not_relevant_says_why():
    row = {"status": "not_relevant", "text": "We are two people."}
    answered = grade_disclosures("str1_governance")(read(structure={"disclosures": {"str1_governance": row}}))
    assert (answered.grade, answered.not_relevant) == (NO, "We are two people.")


def test_a_first_statement_has_no_progress_to_tell():
    changes = {"period": {"statement_years_band": "first"}, "monitoring": {"progress_measures": None}}
    answered = grades.progress_told(read(**changes))
    assert (answered.grade, answered.not_relevant) == (NO, "This is your first statement.")


def test_a_route_counts_where_its_text_names_the_people_of_suppliers():
    for text, grade in (("Workers of suppliers can ring us.", YES), ("Staff can ring us.", PARTLY)):
        changes = {"due_diligence": {"disclosures": {"dd1_grievance": covered(text)}}}
        assert grades.supply_chain_has_a_route(read(**changes)) == Answered(grade, text)


def test_the_words_that_the_grade_rests_on_are_the_drafters():
    assert grades.kpis_have_figures(read()).found == "Visits to high risk sites: 14"
    assert grades.goals_have_dates(read()).found == "No worker pays a fee"
    assert grades.risks_have_actions(read()).found == "We visited the farms."

"""Which points of a checklist a text seems to speak of, and how the form knows an untouched suggestion again."""

import pytest

from compliance.statements.rubric.rules.suggestions import Suggestion, suggest_points
from tests.factories.sections import page, saved

SENTENCES = {
    "structure": [
        (
            "The group has 14 subsidiaries, and its parent company is in Leeds.",
            "str1_structure_size_countries_entities",
        ),
        ("We buy cotton from Turkey and India.", "str1_supply_chain_overview"),
        ("We do not yet know who grows the cotton.", "str1_unknowns"),
        ("The operations director is responsible for this, and reports to the board.", "str1_governance"),
        ("A third of our workforce in the depots is hired through agencies.", "str1_workforce"),
    ],
    "policies": [
        ("Our supplier code forbids forced labour.", "pol1_list"),
        ("The policy follows the ETI Base Code.", "pol1_standards"),
        ("The policy is on the intranet and in the handbook.", "pol1_communicated"),
        ("Each policy is approved by the board.", "pol1_owner"),
        ("No worker pays recruitment fees for a job with us.", "pol2_fees"),
    ],
    "risk": [
        ("We assessed the risk of each supplier with a published index.", "rsk1_method"),
        ("The risk is highest for seasonal workers in Spain.", "rsk1_priority"),
        ("We reduced the risk by employing cleaners ourselves.", "rsk1_steps"),
        ("The board keeps modern slavery on the risk register.", "rsk2_register"),
    ],
    "due_diligence": [
        ("New suppliers answer a questionnaire before the first order.", "dd1_process"),
        ("Auditors found two cases of withheld wages at the sites they visited.", "dd1_results"),
        ("Anyone can call our whistleblowing line.", "dd1_grievance"),
        ("The employer repaid the workers.", "dd1_remediation"),
        ("We are members of the Ethical Trading Initiative.", "dd1_peer_learning"),
    ],
    "training": [
        ("All buyers were trained in May.", "trn1_who"),
        ("The training covers how to spot the signs.", "trn1_content"),
        ("In the year, 412 colleagues completed the e-learning.", "trn1_numbers"),
        ("We trained 30 suppliers in Turkey.", "trn2_suppliers"),
    ],
    "monitoring": [
        ("We use five KPIs, shown below.", "mon1_kpis"),
        ("The board reviews progress every quarter.", "mon1_review"),
        ("Of last year’s four goals we achieved three.", "mon1_progress"),
        ("As a result we changed how we place orders.", "mon2_changed_practice"),
    ],
}


@pytest.mark.parametrize(
    ("area", "sentence", "code"), [(area, *row) for area, rows in SENTENCES.items() for row in rows]
)
def test_a_sentence_suggests_its_point(area, sentence, code):
    assert suggest_points(area, sentence)[code] == Suggestion("covered", sentence)


@pytest.mark.parametrize(
    ("area", "sentence", "code"),
    [
        ("training", "Buyers were not trained this year.", "trn1_who"),
        ("policies", "Our prices and our service are the best.", "pol1_list"),
        ("risk", "Brisk trade made this a good year.", "rsk1_method"),
        ("training", "Training and awareness", "trn1_who"),
        ("training", "In 2025 we trained our buyers.", "trn1_numbers"),
        ("due_diligence", "We are committed to acting ethically.", "dd1_process"),
    ],
)
def test_a_denial_a_heading_or_another_subject_suggests_nothing(area, sentence, code):
    assert code not in suggest_points(area, sentence)


def test_a_plan_is_suggested_as_planned_and_a_deed_goes_before_it():
    plan, deed = "We will train our suppliers next year.", "We trained 30 suppliers in Turkey."
    assert suggest_points("training", plan)["trn2_suppliers"] == Suggestion("planned", plan)
    assert suggest_points("training", f"{plan} {deed}")["trn2_suppliers"] == Suggestion("covered", deed)


SUGGESTED = {"trn1_who": Suggestion("covered", "All buyers were trained.")}


@pytest.mark.parametrize(
    ("posted", "stored"),
    [
        ({}, None),
        ({"confirm_points": "yes"}, {"status": "covered", "text": ""}),
        ({"trn1_who-status": "planned"}, {"status": "planned", "text": ""}),
        ({"trn1_who-text": "In the table."}, {"status": "covered", "text": "In the table."}),
        ({"trn1_who-status": ""}, None),
    ],
)
def test_a_suggestion_is_stored_only_where_a_person_confirmed_or_changed_it(posted, stored):
    data = {"trn1_who-status": "covered", "trn1_who-suggested": "covered"} | posted
    answers = saved("training", data, suggestions=SUGGESTED)
    assert answers.get("disclosures", {}).get("trn1_who") == stored


def test_a_suggestion_is_ticked_and_an_answer_goes_before_it():
    one = page("training", suggestions=SUGGESTED)
    assert one.form["trn1_who-status"].value() == "covered"
    assert [item.disclosure.code for item in one.suggested_points] == ["trn1_who"]
    answered = {"disclosures": {"trn1_who": {"status": "planned", "text": ""}}}
    assert page("training", answers=answered).form["trn1_who-status"].value() == "planned"


def test_text_of_an_area_answers_that_the_area_is_covered():
    assert page("training", answers={"narrative_training": "<p>x</p>"}).form["area_training"].value() == "yes"
    assert not page("training").form["area_training"].value()

"""Whether a text covers the six recommended areas."""

import pytest

from compliance.statements.rules.content import AREAS
from compliance.statements.text_checker.rules.recommended_areas import AREA_RULES, b_all_six_topics, judge_area
from compliance.statements.text_checker.rules.result import FOUND, NOT_FOUND, ONLY_DENIED, UNCLEAR, Text

SENTENCES = {
    "structure": "Our group has subsidiaries in four countries and 600 employees, and its head office is in Leeds.",
    "policies": "Our code of conduct and our anti-slavery policy forbid recruitment fees.",
    "risk": "We found that migrant workers on farms are at high risk of forced labour.",
    "due_diligence": "Audits and site visits to suppliers were followed by corrective actions and remediation.",
    "training": "We trained all 64 buyers on modern slavery in a workshop during the year.",
    "monitoring": "We measure our key performance indicators and track our progress against targets.",
}


@pytest.mark.parametrize("area", AREAS)
def test_one_good_sentence_covers_an_area(area):
    text = Text(f"Tea is a pleasant drink on a cold afternoon.\n{SENTENCES[area]}")
    judged = AREA_RULES[f"g_area_{area}"](text)
    assert judged.result == FOUND
    assert text.quote(judged.spans[0]) == SENTENCES[area]


@pytest.mark.parametrize("area", [area for area in AREAS if area != "training"])
def test_other_words_cover_none(area):
    assert judge_area(area, Text("Tea is a pleasant drink on a cold afternoon.")).result == NOT_FOUND


@pytest.mark.parametrize(
    ("area", "heading"),
    [
        ("structure", "Our structure"),
        ("policies", "Our policies"),
        ("risk", "Risk assessment"),
        ("due_diligence", "Due diligence"),
        ("monitoring", "Measuring effectiveness"),
    ],
)
def test_a_heading_with_text_under_it_covers_its_area(area, heading):
    paragraph = "Kettles, cups and saucers are looked at with great care by our people in the Leeds tea room."
    text = Text(f"{heading}\n{paragraph}")
    judged = judge_area(area, text)
    assert (judged.result, text.quote(judged.spans[0])) == (FOUND, paragraph)
    assert judge_area(area, Text(f"{heading}\nTea for all of us.")).result != FOUND


REVIEW = "Our audit committee monitors and reviews our risk management policies and practices once a year."


@pytest.mark.parametrize("shown", [REVIEW, f"Assessing Effectiveness {REVIEW}"])
@pytest.mark.parametrize(
    "denial",
    [
        "We have not yet taken any steps to assess the effectiveness of these measures.",
        "No actions have been taken to evaluate the effectiveness of what we do.",
    ],
)
def test_a_text_that_says_that_effectiveness_was_not_assessed_is_believed(shown, denial):
    """A sentence that only looks like it does not stand in its place."""
    assert judge_area("monitoring", Text(shown)).result == FOUND
    text = Text(f"{shown}\n{denial}")
    judged = judge_area("monitoring", text)
    assert (judged.result, judged.doubt, text.quote(judged.spans[0])) == (UNCLEAR, ONLY_DENIED, denial)


def test_a_measure_is_found_beside_what_is_not_yet_assessed():
    text = f"{SENTENCES['monitoring']}\nWe have not yet assessed the effectiveness of our training."
    assert judge_area("monitoring", Text(text)).result == FOUND


def test_the_bill_asks_for_all_six():
    assert b_all_six_topics(Text("\n".join(SENTENCES.values()))).result == FOUND
    without_training = "\n".join(text for area, text in SENTENCES.items() if area != "training")
    assert b_all_six_topics(Text(without_training)).result == NOT_FOUND

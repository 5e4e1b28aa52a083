"""Which kind of finding a text suggests, and that a negation takes the suggestion away."""

import pytest

from compliance.audits.rules.issue_suggestion import NEGATION_REACH, suggest_issue_code
from portal.reference.audits import issues


@pytest.mark.parametrize(
    "text",
    [
        "Workers paid recruitment fees to get the job.",
        "Two passports of workers were kept in the manager's safe.",
    ],
)
def test_a_text_suggests_a_kind_of_the_reference(text):
    assert suggest_issue_code(text) in issues()


def test_the_case_and_the_accents_of_a_text_make_no_difference():
    assert suggest_issue_code("RECRUITMENT FEES WERE PAID BY WORKERS") == suggest_issue_code(
        "Recruitment fees were paid by workers"
    )


def test_a_negation_takes_the_suggestion_away_only_within_its_part_of_the_sentence():
    text = "passports were withheld"
    suggested = suggest_issue_code(text)
    assert suggested
    assert suggest_issue_code(f"no {text}") is None
    assert suggest_issue_code(f"No fire drills were held, but {text}") == suggested
    assert suggest_issue_code(f"no {'x ' * NEGATION_REACH}{text}") == suggested


def test_a_text_about_nothing_suggests_nothing():
    assert suggest_issue_code("") is None
    assert suggest_issue_code("The canteen serves soup.") is None

"""Tests of what has to be known first, and of the category that signs propose."""

import pytest

from compliance.casework.rules import triage


@pytest.mark.parametrize(
    ("signs", "kind"),
    [
        ([], ""),
        (["withholding_wages"], "labour_abuse"),
        (["withholding_wages", "deception", "isolation"], "modern_slavery"),
        (["document_retention"], "modern_slavery"),
    ],
)
def test_one_strong_sign_or_three_others_speak_for_modern_slavery(signs, kind):
    assert triage.propose_category(signs) == kind


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        ({"level": "p3", "category": "labour_abuse", "age": "adult"}, []),
        ({"level": "p3", "category": "", "age": "adult"}, ["category"]),
        ({"level": "", "category": "", "age": ""}, ["level", "category", "age_of_person"]),
    ],
)
def test_what_has_to_be_answered_first_is_named(facts, missing):
    assert triage.find_missing(**facts) == missing


def test_two_signs_that_are_not_strong_speak_for_labour_abuse():
    assert triage.propose_category(["withholding_wages", "deception"]) == "labour_abuse"

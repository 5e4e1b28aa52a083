"""Tests of which answers rule out that a call ends in one press."""

import pytest

from compliance.casework.forms.calls import CallForm
from compliance.casework.rules import call_endings

CALM = {
    "is_safe": "yes",
    "danger_level": "not_immediate",
    "age_of_person": "adult",
    "purpose": "business_advice",
    "reporter_type": "business",
    "reporter_proximity": "professional",
    "language": "vi",
    "identity_mode": "anonymous",
    "began_at": "2026-11-26T10:00:00+00:00",
}


def test_a_form_without_an_answer_and_a_calm_one_end_in_one_press():
    assert call_endings.may_end_quickly({})
    assert call_endings.may_end_quickly(CALM)
    assert call_endings.may_end_quickly(CALM | {"account": "", "ilo_indicator": [], "name": None})


@pytest.mark.parametrize(
    "answers",
    [
        {"is_safe": "no"},
        {"is_safe": "not_sure"},
        {"danger_level": "within_24h"},
        {"danger_level": "happening_now"},
        {"age_of_person": "not_sure"},
        {"age_of_person": "under_18"},
        {"purpose": "report_concern"},
        {"purpose": "seeking_help_self"},
        {"reporter_type": "potential_victim"},
        {"reporter_type": "family_friend"},
        {"reporter_proximity": "witness"},
        {"account": "x"},
        {"name": "Robin"},
        {"ilo_indicator": ["isolation"]},
    ],
    ids=str,
)
def test_an_answer_that_may_be_about_a_person_at_risk_rules_it_out_and_is_named(answers):
    assert not call_endings.may_end_quickly(CALM | answers)
    assert call_endings.fields_at_risk(CALM | answers) == list(answers)


def test_a_field_that_nobody_has_thought_of_counts_as_risk():
    assert call_endings.fields_at_risk({"added_next_year": "x"}) == ["added_next_year"]


def test_the_answers_are_named_in_the_order_of_the_form():
    answers = {"account": "x", "danger_level": "unknown", "age_of_person": "not_sure", "town": "Leeds"}
    assert call_endings.fields_at_risk(answers) == ["account", "age_of_person", "town"]


def test_every_harmless_answer_is_of_a_field_of_the_form_and_of_its_choices():
    fields = CallForm().fields
    # The moment at which the call began is of the form, and no question.
    assert set(call_endings.HARMLESS_ANSWERS) - {"began_at"} <= set(fields)
    for name, answers in call_endings.HARMLESS_ANSWERS.items():
        if answers is not None:
            assert answers <= {code for code, _label in fields[name].choices}, name

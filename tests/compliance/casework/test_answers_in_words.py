"""The desk reads every answer that reporters choose from a list in words, never as a code."""

from django import forms

from compliance.casework.selectors import case as reading
from compliance.concerns.forms import FORMS
from compliance.concerns.indicators import BUSINESS_GROUPS, GROUPS
from compliance.concerns.labels import get_languages
from compliance.concerns.rules import journey

# Read where who the person is and how to reach them is read; signs are one list of answers, asked in groups.
ELSEWHERE = {*reading.HIDDEN_ANSWERS, *(name for name, _, _ in (*GROUPS, *BUSINESS_GROUPS))}


def coded() -> dict[str, set[str]]:
    """Answers that are chosen, and their codes, on the pages of every route."""
    found: dict[str, set[str]] = {}
    for purpose, route in journey.ROUTES.items():
        for form in FORMS.values():
            for name, field in form(answers={"purpose": purpose}, route=route).fields.items():
                if isinstance(field, forms.ChoiceField):
                    found.setdefault(name, set()).update(str(code) for code, _ in field.choices if code)
    return found


def test_every_chosen_answer_has_a_question_and_words_at_the_desk():
    same = set(get_languages())
    for name, codes in coded().items():
        if name in ELSEWHERE:
            continue
        assert name in reading.QUESTIONS, name
        for code in codes - same:
            ((question, words),) = reading.describe_answers({name: [code]})
            assert question and words != code, (name, code)


def test_what_nobody_has_words_for_is_said_as_it_is():
    assert list(reading.describe_answers({"wants": ["leave_safely", "odd"], "town": "Leeds"})) == [
        ("What they want to happen", "To get out safely, odd"),
        ("Town, city or area", "Leeds"),
    ]


def test_a_card_is_read_out_with_its_questions():
    said = {"places": [{"id": "x", "town": "Leeds", "place_role": "current"}, {"id": "y", "town": "Derby"}]}
    ((question, words),) = reading.describe_answers(said)
    assert question == "Other places"
    assert words == "Town, city or area: Leeds; What happens there: They are there now | Town, city or area: Derby"


def test_a_yes_is_a_word_and_a_nationality_is_a_name():
    assert list(reading.describe_answers({"postcode_valid": True, "nationalities": ["romanian"], "urgent": False})) == [
        ("Postcode valid", "Yes"),
        ("Nationalities", "Romanian"),
    ]

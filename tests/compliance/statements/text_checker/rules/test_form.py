"""The law and the guidance on a statement's form: its year, its date, its readability, its claims."""

import pytest

from compliance.statements.rules.text import word_count
from compliance.statements.text_checker.rules import form
from compliance.statements.text_checker.rules.result import FOUND, NOT_FOUND, UNCLEAR, Text

APPROVED = "This statement was approved by the Board of Directors on 4 May 2026."
SIGNED = "Signed\nOrla Fennel\nChief Executive\n5 May 2026"
LONG = "We " + "really " * 30 + "tried."


@pytest.mark.parametrize(
    ("rule", "text", "expected"),
    [
        ("law_financial_year", "Statement for the financial year ended 31 March 2026", FOUND),
        ("law_financial_year", "Statement for the year 1 April 2025 to 31 March 2026", FOUND),
        ("law_financial_year", "FY 2025 statement", FOUND),
        ("law_financial_year", "Our statement", NOT_FOUND),
        ("law_financial_year", "We sell tea. " * 800 + "\nStatement for the financial year ended 31 March 2026", FOUND),
        ("law_steps_or_none", "We trained all buyers in the year.", FOUND),
        ("law_steps_or_none", "The company has not taken any steps.", FOUND),
        ("law_steps_or_none", "This statement was approved by the Board.", NOT_FOUND),
        ("law_steps_or_none", "We will train all buyers.", UNCLEAR),
        ("law_business_and_supply_chains", "We look at our own business and at our suppliers.", FOUND),
        ("law_business_and_supply_chains", "We look at our own staff.\nWe visited suppliers.", FOUND),
        ("law_business_and_supply_chains", "We visited suppliers each year.", UNCLEAR),
        ("law_business_and_supply_chains", "We sell tea.", NOT_FOUND),
        ("law_homepage_link", "There is a link on our homepage.", UNCLEAR),
        ("law_group_coverage", "It covers Larkmere Tea Ltd and Alder Coffee Ltd.", UNCLEAR),
        ("g_group_names", "It covers Larkmere Tea Ltd. It covers Alder Coffee Ltd too.", FOUND),
        ("g_group_names", "It covers Larkmere Tea Ltd.", UNCLEAR),
        ("g_approval_date", APPROVED, FOUND),
        ("g_approval_date", "This statement was approved by the Board of Directors.", NOT_FOUND),
        ("g_approval_date", "Our accounts are dated 4 May 2026.", NOT_FOUND),
        ("g_signature_details", SIGNED, FOUND),
        ("g_signature_details", SIGNED.rsplit("\n", 1)[0], UNCLEAR),
        ("g_signature_details", "We sell tea.", NOT_FOUND),
        ("g_plain_english", "We did this. We did that.", FOUND),
        ("g_plain_english", f"{LONG} {LONG}", NOT_FOUND),
        ("g_plain_english", "Heading only", UNCLEAR),
        ("g_previous_statements", "Our previous statements are on our website.", FOUND),
        ("g_previous_statements", "See our 2024 modern slavery statement for more.", FOUND),
        ("g_previous_statements", "This is our statement.", NOT_FOUND),
        ("g_no_slavery_free_claim", "We look for signs of slavery.", FOUND),
        ("g_no_slavery_free_claim", "Our supply chain is slavery-free.", NOT_FOUND),
        ("c_future_only", "We trained all buyers. We will train drivers.", FOUND),
        ("c_future_only", "We trained all buyers. We will act. We will ask.", NOT_FOUND),
        ("c_future_only", "Tea and coffee.", UNCLEAR),
        ("c_copied_text", "Anything.", UNCLEAR),
        ("c_areas_vs_text", "Anything.", UNCLEAR),
        ("c_training_vs_text", "Anything.", UNCLEAR),
    ],
)
def test_a_criterion_of_form(rule, text, expected):
    assert form.RULES[rule](Text(text)).result == expected


def test_the_table_holds_every_rule():
    marks = next(mark for mark in test_a_criterion_of_form.pytestmark if mark.name == "parametrize")
    assert {rule for rule, _text, _expected in marks.args[1]} == set(form.RULES)


def test_the_date_is_quoted_with_the_approval_it_belongs_to():
    text = Text(f"Our year ended on 31 March 2026.\n{APPROVED}")
    (span,) = form.g_approval_date(text).spans
    assert text.quote(span).endswith("4 May 2026.")


def test_a_date_far_from_the_approval_is_another_matter():
    text = (
        f"This statement was approved by the Board of Directors, which looked at {'our many suppliers and ' * 8} sites."
    )
    assert word_count(text) > form.WITHIN
    assert form.g_approval_date(Text(f"{text} Our year ended on 4 May 2026.")).result == NOT_FOUND


def test_each_company_is_named_once_and_five_at_most():
    names = " ".join(f"We hold Alder{letter} Tea Ltd. " for letter in "abcdefgh")
    assert len(form.g_group_names(Text(names)).spans) == 5


def test_every_claim_to_avoid_is_shown():
    text = Text("Our supply chain is slavery-free. We sell tea. We guarantee that there is no trafficking.")
    judged = form.g_no_slavery_free_claim(text)
    assert [text.quote(span) for span in judged.spans] == [
        "Our supply chain is slavery-free.",
        "We guarantee that there is no trafficking.",
    ]


def test_the_sentence_that_names_both_is_better_than_one_about_staff_of_suppliers():
    both = "We act against slavery in our own operations and throughout our supply chains."
    text = Text(f"We train our employees and the employees of our suppliers.\n{both}\nOur staff visit suppliers.")
    judged = form.law_business_and_supply_chains(text)
    assert text.quote(judged.spans[0]) == both


def test_who_vouches_for_the_text_has_done_nothing_by_that():
    attested = "I attest that I have reviewed the information in this paper."
    assert form.c_future_only(Text(attested)).result == UNCLEAR
    judged = form.c_future_only(Text(f"{attested}\nWe audited 14 suppliers in the year."))
    assert judged.result == FOUND


def test_the_name_of_a_measure_is_no_step_that_was_taken():
    measures = "The number of suppliers who have signed our code.\nThe share of staff who have completed the course."
    assert form.c_future_only(Text(measures)).result != FOUND
    assert form.law_steps_or_none(Text(measures)).result != FOUND


def test_the_sentence_on_slavery_that_is_nearest_to_a_claim_is_shown():
    nearest = "We found no cases of modern slavery in the year, and know that no firm is immune."
    text = Text(f"Our course on modern slavery was given to buyers.\n{nearest}\nOur policy on slavery is online.")
    assert text.quote(form.g_no_slavery_free_claim(text).spans[0]) == nearest

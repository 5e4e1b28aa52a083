"""The best sentence of a text for a criterion, or none."""

import re

import pytest

from compliance.statements.rubric.rules.tense import DONE, PLANNED, STATED
from compliance.statements.text_checker.rules.evidence import rank, rank_first
from compliance.statements.text_checker.rules.rankings import Ranking
from compliance.statements.text_checker.rules.result import (
    FOUND,
    NOT_FOUND,
    ONLY_PLANNED,
    UNCLEAR,
    WEAK,
    Text,
)

AUDIT, SUPPLIER = re.compile(r"\baudit\w*\b"), re.compile(r"\bsuppliers?\b")
DONE_ONLY = Ranking(
    needs=(AUDIT,), boosts=((SUPPLIER, 1.0),), answers=frozenset({DONE, STATED}), found=0.9, unclear=0.0
)


def test_the_best_sentence_is_shown_and_not_the_first():
    text = Text("We have an audit plan for our offices. We audited 14 suppliers in the year.")
    judged = rank(text, DONE_ONLY)
    assert (judged.result, judged.status) == (FOUND, DONE)
    assert text.quote(judged.spans[0]) == "We audited 14 suppliers in the year."


def test_a_plan_is_a_doubt_and_a_weak_sentence_another():
    planned = rank(Text("We will have an audit of our suppliers in the spring."), DONE_ONLY)
    assert (planned.result, planned.doubt, planned.status) == (UNCLEAR, ONLY_PLANNED, PLANNED)
    weak = rank(Text("We have an audit plan for each of our offices."), DONE_ONLY)
    assert (weak.result, weak.doubt) == (UNCLEAR, WEAK)
    assert rank(Text("We sell tea to shops in many towns."), DONE_ONLY).result == NOT_FOUND


def test_what_must_not_be_there_and_what_is_asked_of_the_sentence():
    never = Ranking(needs=(AUDIT,), never=re.compile("offices"), found=0.0)
    assert rank(Text("We have an audit plan for each of our offices."), never).result == NOT_FOUND
    text = Text("We audited 14 suppliers in the year, and 3 growers.")
    assert rank(text, DONE_ONLY, only=lambda context: "tea" in context.text).result == NOT_FOUND


def test_the_second_need_may_stand_in_the_sentence_before():
    both = Ranking(needs=(AUDIT, SUPPLIER), found=-1.0)
    assert rank(Text("We have 40 suppliers in the north. They are audited once a year."), both).result == FOUND
    assert rank(Text("We have 40 shops in the north. They are audited once a year."), both).result == NOT_FOUND


def test_the_first_ranking_that_finds_wins():
    text = Text("We audited 14 suppliers in the year, and 3 growers.")
    assert rank_first(text, (Ranking(needs=(re.compile("tea"),)), DONE_ONLY)).result == FOUND
    assert rank_first(text, ()).result == NOT_FOUND


def test_the_sentence_on_the_act_is_no_evidence():
    formula = "This statement is made under section 54 and sets out the audit of our suppliers."
    assert rank(Text(formula), DONE_ONLY).result == NOT_FOUND


@pytest.mark.parametrize(
    "sentence",
    [
        "Do you audit your suppliers before you buy from them?",
        "Please describe how you audit your suppliers in the year.",
        "I attest that we audited 14 suppliers in the year.",
        "What steps has the entity taken to audit its suppliers",
        "Information on the audit of suppliers in the year.",
        "Information on how the public institution audits its suppliers, so that none are left out.",
        "how the entity audits its suppliers and whether they were paid.",
        "Firms of this size are required to submit a report on the audit of their suppliers.",
        "Questions have been copied from the form for the audit of suppliers.",
        "Larkmere Tea has fulfilled the requirements of the Supply Chains Act on the audit of suppliers.",
    ],
)
def test_a_question_and_who_vouches_for_the_text_are_no_evidence(sentence):
    assert rank(Text(sentence), DONE_ONLY).result == NOT_FOUND
    assert rank(Text("We audited 14 suppliers in the year."), DONE_ONLY).result == FOUND


def test_a_sentence_about_the_text_itself_is_weaker_than_one_about_what_is_done():
    about = "This statement describes how our suppliers are chosen, and the audit of each of them."
    assert rank(Text(about), DONE_ONLY).result == NOT_FOUND
    assert (
        rank(Text("We describe to our suppliers how they are chosen, and the audit of each."), DONE_ONLY).result
        == FOUND
    )


def test_a_short_sentence_that_points_to_another_is_weaker():
    ranking = Ranking(needs=(AUDIT,), found=-0.5)
    assert rank(Text("This is a yearly audit of all tea."), ranking).result == NOT_FOUND
    assert rank(Text("Each grower has a yearly audit of all tea."), ranking).result == FOUND


def test_the_sentence_itself_holds_as_many_needs_as_are_asked_of_it():
    apart = Text("We have 40 suppliers in the north. They have an audit once a year in the spring.")
    both = Ranking(needs=(AUDIT, SUPPLIER), own=2, found=-1.0)
    assert rank(apart, both).result == NOT_FOUND
    assert rank(Text("We have an audit of all our suppliers once a year."), both).result == FOUND

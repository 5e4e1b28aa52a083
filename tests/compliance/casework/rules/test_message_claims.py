"""Tests of what a message claims, and of whether the log of what was shared bears it out."""

import pytest

from compliance.casework.message_snippets import SNIPPET_CLAIMS, SNIPPETS
from compliance.casework.rules.message_claims import (
    Claim,
    DisclosureLog,
    SharedItem,
    find_claims,
    find_untrue_claims,
    get_true_snippets,
    is_true,
)

AGREED = SharedItem("police", is_agreed=True, ground="", may_name_teller=False)
NAMED = SharedItem("police", is_agreed=True, ground="", may_name_teller=True)
FOR_A_CHILD = SharedItem("la_children", is_agreed=False, ground="child_at_risk", may_name_teller=False)
SERIOUS_CRIME = SharedItem("police", is_agreed=False, ground="serious_crime", may_name_teller=False)


@pytest.mark.parametrize(
    ("claim", "log", "truth"),
    [
        (Claim.NOT_NAMED, DisclosureLog(), True),
        (Claim.NOT_NAMED, DisclosureLog((AGREED,)), True),
        (Claim.NOT_NAMED, DisclosureLog((AGREED, NAMED)), False),
        (Claim.ONLY_AGREED, DisclosureLog(), False),
        (Claim.ONLY_AGREED, DisclosureLog((AGREED,)), True),
        (Claim.ONLY_AGREED, DisclosureLog((AGREED, FOR_A_CHILD)), False),
        (Claim.EXCEPTION, DisclosureLog((AGREED,)), False),
        (Claim.EXCEPTION, DisclosureLog((FOR_A_CHILD,)), True),
        (Claim.EXCEPTION, DisclosureLog((SERIOUS_CRIME,)), False),
        (Claim.NOTHING_SHARED, DisclosureLog(), True),
        (Claim.NOTHING_SHARED, DisclosureLog((AGREED,)), False),
        (Claim.NO_NEWS, DisclosureLog(has_answer=True), False),
        (Claim.NO_NEWS, DisclosureLog(), True),
        (Claim.FINISHED, DisclosureLog(is_waiting=True), False),
        (Claim.FINISHED, DisclosureLog(), True),
    ],
)
def test_the_log_decides_what_may_be_claimed(claim, log, truth):
    assert is_true(claim, log) is truth


@pytest.mark.parametrize(("code", "claim"), SNIPPET_CLAIMS.items())
def test_every_phrase_with_a_condition_is_recognised_in_a_text(code, claim):
    assert claim in find_claims(f"Hello. {SNIPPETS[code]} Goodbye.")


def test_phrases_without_a_condition_claim_nothing():
    assert [code for code in SNIPPETS if code not in SNIPPET_CLAIMS and find_claims(str(SNIPPETS[code]))] == []


@pytest.mark.parametrize(
    "text",
    [
        "We did not give your name to the police.",
        "We didn’t tell them who you are.",
        "Nobody outside knows who told us.",
        "We never passed on your details.",
    ],
)
def test_the_same_in_other_words_is_recognised(text):
    assert find_untrue_claims(text, DisclosureLog((NAMED,))) == [Claim.NOT_NAMED]


@pytest.mark.parametrize(
    "text",
    ["Thank you. We told the police where it is.", "What is your name?", "You do not have to tell us who did it."],
)
def test_plain_messages_claim_nothing(text):
    assert find_claims(text) == []


def test_a_phrase_that_is_not_true_is_not_offered():
    assert "not_named" not in get_true_snippets(SNIPPETS, SNIPPET_CLAIMS, DisclosureLog((NAMED,)))
    assert "not_named" in get_true_snippets(SNIPPETS, SNIPPET_CLAIMS, DisclosureLog((AGREED,)))

"""Whether a statement says that the board, the members or an equal body approved it."""

import pytest

from compliance.statements.text_checker.rules.approval import law_approval
from compliance.statements.text_checker.rules.result import FOUND, NOT_FOUND, UNCLEAR, Text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This statement was approved by the Board of Directors on 4 May 2026.", FOUND),
        ("The Board has approved this statement.", FOUND),
        ("This statement, which the Board has approved, covers the year.", FOUND),
        ("This statement was put to the Board on 3 June, which approved it.", FOUND),
        ("This statement was adopted at the meeting of the trustees on 3 June.", FOUND),
        ("Board approval: 4 May 2026", FOUND),
        ("This statement is made with the approval of the members.", FOUND),
        ("Signed on behalf of the Board", FOUND),
        ("This statement went to our lawyers before being approved by the Board.", FOUND),
        ("Approved by:\nBoard of Directors", FOUND),
        ("This statement will be approved by the Board.", NOT_FOUND),
        ("The Act requires that a statement is approved by the board of directors.", NOT_FOUND),
        ("This statement was approved by our Chief Executive.", NOT_FOUND),
        ("This statement was approved by the Audit Committee.", NOT_FOUND),
        ("This statement was approved by a member of the Board.", NOT_FOUND),
        ("Our procurement policy was approved by the Board.", NOT_FOUND),
        ("Signed by the Audit Committee on behalf of the Board.", NOT_FOUND),
        ("We trained our buyers.", NOT_FOUND),
        ("", NOT_FOUND),
        ("This statement is reviewed each year by the Board.", UNCLEAR),
    ],
)
def test_only_the_body_that_approves_the_statement_itself_counts(text, expected):
    assert law_approval(Text(text)).result == expected


def test_the_sentence_that_says_so_is_quoted():
    text = Text("We sell tea.\nThis statement was approved by the Board.\nWe trained our buyers.")
    (span,) = law_approval(text).spans
    assert text.quote(span) == "This statement was approved by the Board."


def test_approval_found_later_goes_before_a_review_told_first():
    text = Text("This statement is reviewed by the Board.\nThis statement was approved by the Board on 4 May 2026.")
    judged = law_approval(text)
    assert judged.result == FOUND
    assert "4 May 2026" in text.quote(judged.spans[0])


@pytest.mark.parametrize(
    "text",
    ["approved by the board statement " * 2_000, f"The Board has approved {'a-' * 25}.", "the board agreed to " * 99],
)
def test_a_sentence_made_to_be_slow_is_judged(text):
    """An expression that goes back and back again would not end within the limit of a test."""
    assert law_approval(Text(text)).result in {"found", "unclear", "not_found"}


@pytest.mark.parametrize(
    "thing", ["anti-slavery statement", "anti-slavery-statement", "“statement”", "co-operative's report"]
)
def test_a_word_with_a_hyphen_stands_before_the_statement(thing):
    assert law_approval(Text(f"The Board has approved this {thing}.")).result == FOUND

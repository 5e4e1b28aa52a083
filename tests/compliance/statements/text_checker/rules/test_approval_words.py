"""The words of approval: what names the statement, what names another thing, and what says that nothing was done."""

import re

import pytest

from compliance.statements.text_checker.rules import approval_words as words


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (words.VERB, "It was signed-off by the board", True),
        (words.VERB, "The board gave its full approval to it", True),
        (words.VERB, "The board met", False),
        (words.STATEMENT, "This statement", True),
        (words.STATEMENT, "the draft was put to the board", True),
        (words.STATEMENT, "our mission statement", False),
        (words.STATEMENT, "the financial statements", False),
        (words.OTHER_THING, "our Code", True),
        (words.OTHER_THING, "our statement", False),
        (words.NOT_DONE, "This statement will be", True),
        (words.NOT_DONE, "This statement must be formally", True),
        (words.NOT_DONE, "until it is", True),
        (words.NOT_DONE, "This statement was", False),
        (words.REQUIRED, "The Act requires that it is", True),
        (words.REQUIRED, "As required by the Act, it is", False),
        (words.HEADING, "Board approval", True),
        (words.HEADING, "4. Approval of this statement", True),
        (words.HEADING, "Our suppliers", False),
        (words.NOUN, "Board approval: 4 May 2026", True),
        (words.NOUN, "Board Approval This statement covers the year", False),
        (words.NOUN_NOT_DONE, "subject to", True),
        (words.NOUN_NOT_DONE, "with the", False),
        (words.BEHALF, "Signed on behalf of the board", True),
        (words.BEHALF, "by order of the board", True),
        (words.BEHALF, "beside the board", False),
        (words.REVIEWED, "reviewed by the board", True),
    ],
)
def test_the_words_match_what_they_are_for(pattern, text, expected):
    match = pattern.fullmatch(text) if pattern is words.HEADING else pattern.search(text)
    assert bool(match) is expected


@pytest.mark.parametrize("name", sorted(name for name, value in vars(words).items() if isinstance(value, re.Pattern)))
def test_each_pattern_reads_a_sentence_of_the_longest_kind_within_the_limit_of_a_test(name):
    """The rules look at 400 characters on either side of a verb."""
    pattern = getattr(words, name)
    for piece in ("as ", "approved ", "the board of ", "statement which ", "not yet ", " " * 9, "a-", "approval "):
        sentence = (piece * 400)[:1200]
        match = pattern.search(sentence)
        assert match is None or match.group() in sentence

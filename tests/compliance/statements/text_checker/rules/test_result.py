"""A statement's text read once for all criteria, and what one criterion says of it."""

import re

import pytest

from compliance.statements.text_checker.rules.result import (
    FOUND,
    NOTHING,
    CriterionResult,
    Text,
    first,
    found,
    is_heading,
)

WORDS = "Training\nWe trained  buyers. We met.\nOur risks"


def test_paragraphs_hold_their_sentences_and_none_crosses_a_line():
    paragraphs = Text(WORDS).paragraphs
    assert [(line, [sentence.text for sentence in inside]) for line, inside in paragraphs] == [
        ("Training", ["Training"]),
        ("We trained  buyers. We met.", ["We trained  buyers.", "We met."]),
        ("Our risks", ["Our risks"]),
    ]


def test_a_quotation_is_on_one_line():
    text = Text(WORDS)
    assert text.quote((0, len(WORDS))) == "Training We trained buyers. We met. Our risks"


def test_a_rule_is_asked_once_however_many_rest_on_it():
    calls = []

    def rule(text):
        calls.append(text)
        return NOTHING

    text = Text(WORDS)
    assert text.once(rule) is text.once(rule) is NOTHING
    assert calls == [text]


def test_the_place_of_a_sentence_goes_from_the_beginning_to_the_end():
    text = Text(WORDS)
    places = [text.place_of(sentence) for sentence in text.sentences]
    assert places[0] == 0 and places == sorted(places) and places[-1] < 1


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Our risks", True),
        ("4.2 Risks", True),
        ("We looked at them.", False),
        ("our risks", False),
        ("Risks;", False),
        ("One two three four five six seven eight nine", True),
        ("One two three four five six seven eight nine ten", False),
    ],
)
def test_a_heading_is_short_begins_large_and_ends_without_a_stop(line, expected):
    assert is_heading(line) is expected


def test_a_heading_alone_says_nothing():
    assert first(Text("Training"), re.compile("training", re.IGNORECASE)) == NOTHING


def test_both_words_stand_in_one_sentence_where_two_are_asked_for():
    text = Text("We train buyers. We train drivers on risk.")
    hit = first(text, re.compile("train"), beside=re.compile("risk"))
    assert (hit.result, text.quote(hit.spans[0])) == (FOUND, "We train drivers on risk.")
    assert first(text, re.compile("train"), beside=re.compile("audit")) == NOTHING


def test_found_holds_its_spans_in_order():
    assert found((3, 5), (9, 12)) == CriterionResult(FOUND, ((3, 5), (9, 12)))

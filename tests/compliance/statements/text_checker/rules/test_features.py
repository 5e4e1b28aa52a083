"""What the sentence model sees of a sentence."""

import pytest

from compliance.statements.text_checker.rules.features import (
    FIGURE,
    FIRM,
    PLACE,
    get_features,
    get_singular,
    get_tokens,
)


def test_words_and_pairs_with_figures_places_and_firms_made_alike():
    features = get_features("Alder Ltd employs 1,200 people in Spain and the United Kingdom.")
    assert {FIRM, FIGURE, PLACE, "employ", f"employ {FIGURE}", f"in {PLACE}"} <= features
    assert "spain" not in features and "1,200" not in features


def test_spellings_and_plurals_are_one_word():
    assert get_features("Labor organizations") == get_features("labour organisation")
    assert [get_singular(word) for word in ("policies", "suppliers", "business", "gas")] == [
        "policy",
        "supplier",
        "business",
        "gas",
    ]


@pytest.mark.parametrize("text", ["", "…", "\n"])
def test_a_text_without_words_has_no_features(text):
    assert get_features(text) == frozenset()


def test_a_token_knows_the_words_it_was_made_of():
    assert list(get_tokens("Our suppliers in Spain")) == [
        ("our", "Our"),
        ("supplier", "suppliers"),
        ("in", "in"),
        (PLACE, "Spain"),
    ]

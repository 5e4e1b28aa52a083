"""Sentences that say whom we may tell. See docs/requirements/helpline.md#words-about-sharing."""

import pytest

from compliance.referrals.rules.sharing_words import find_sharing_words


@pytest.mark.parametrize(
    "said",
    [
        "I do not want the council to know.",
        "I don’t want the council to know",
        "I dont want anyone to find out",
        "Do not tell the council.",
        "Please don't tell the police!",
        "never speak to my husband about it",
        "You must not contact my family.",
        "No police please.",
        "I changed my mind about sharing.",
        "I no longer agree.",
        "Keep this between us.",
        "Ask me before you tell them.",
    ],
)
def test_it_is_found(said):
    assert find_sharing_words(f"They are six.\n{said} He comes at night.") != []


def test_only_the_sentence_is_given_as_it_is_written():
    text = "They sleep in the van. I do NOT want the council to know. He comes at night."
    assert find_sharing_words(text) == ["I do NOT want the council to know."]


@pytest.mark.parametrize(
    "said", ["", "They never get paid.", "He took their passports.", "The council lent them a bed."]
)
def test_other_words_are_left(said):
    assert find_sharing_words(said) == []

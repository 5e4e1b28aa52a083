"""A product is the good that a person said, else the one whose words it contains.

See docs/requirements/suppliers.md#inherent-risk.
"""

import pytest

from compliance.suppliers.rules.risk.goods import contains_words, get_good, get_words

SYNONYMS = ((("cotton", "seed"), "Cottonseed"), (("cotton",), "Cotton"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Cotton T-Shirts", ("cotton", "t", "shirt")),
        ("berries", ("berry",)),
        ("glass", ("glass",)),
        ("boxes", ("box",)),
    ],
)
def test_words_are_in_the_singular(text, words):
    assert get_words(text) == words


def test_words_have_to_follow_each_other():
    assert contains_words(("raw", "cotton", "seed"), ("cotton", "seed"))
    assert not contains_words(("cotton", "oil", "seed"), ("cotton", "seed"))


def test_a_persons_answer_goes_before_the_words_and_the_longer_words_before_the_shorter():
    assert get_good("cotton seeds", SYNONYMS, {}) == "Cottonseed"
    assert get_good("cotton yarn", SYNONYMS, {}) == "Cotton"
    assert get_good("cotton yarn", SYNONYMS, {"cotton yarn": ""}) == ""
    assert get_good("steel", SYNONYMS, {}) == ""

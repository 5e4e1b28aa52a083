"""Names that would be taken for one another."""

import pytest

from compliance.organisations.rules.names import domain_matches_name, lookalike_key, normalise_name


@pytest.mark.parametrize(
    "name",
    [
        "Harbour Foods Limited", "HARBOUR FOODS LTD", "harbour-foods plc", "The Harbour Foods Co. Ltd.",
        "Hаrbour Foods",  # a Cyrillic a
        "Harbour  Foods", "Harbour\u200b Foods", "Hárbour Foods", "Ｈarbour Foods",
    ],
)  # fmt: skip
def test_names_a_reader_would_confuse_are_equal(name):
    assert normalise_name(name) == "harbour foods"


@pytest.mark.parametrize("name", ["HarbourFoods Ltd", "Harb0ur Foods", "Harbour-Foods", "H a r b o u r Foods plc"])
def test_names_that_look_the_same_have_one_likeness(name):
    assert lookalike_key(name) == lookalike_key("Harbour Foods Limited") != lookalike_key("Harbour Fruits Limited")


@pytest.mark.parametrize(("one", "other"), [("Iceland", "lceland"), ("Barnes", "Bames"), ("Wick", "VVick")])
def test_signs_that_look_the_same_are_one(one, other):
    assert lookalike_key(one) == lookalike_key(other)


@pytest.mark.parametrize(("name", "normal"), [("A & B", "a and b"), ("Limited", "limited"), ("O’Neil’s", "oneils")])
def test_a_name_keeps_its_own_words(name, normal):
    assert normalise_name(name) == normal


@pytest.mark.parametrize(
    ("domain", "name", "bears"),
    [
        ("harbourfoods.example", "Harbour Foods Limited", True),
        ("harbour-foods.example", "Harbour Foods (UK) Ltd", True),
        ("harbourfoodslimited.example", "Harbour Foods Limited", True),
        ("harbourfoods-offers.example", "Harbour Foods Limited", False),
        ("harbour.example", "Harbour Foods Limited", False),
        ("other.example", "Harbour Foods Limited", False),
        ("uk.example", "UK Ltd", False),
        ("harbourfoods.co.uk", "Harbour Foods Limited", True),
        ("harbourfoods.evil.example", "Harbour Foods Limited", False),
        ("harbourfoods.github.io", "Harbour Foods Limited", False),
        ("harbourfoods.gb.com", "Harbour Foods Limited", False),
    ],
)
def test_only_a_domain_spelt_like_the_name_speaks_for_it(domain, name, bears):
    assert domain_matches_name(domain, name) is bears

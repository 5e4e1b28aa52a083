"""Names that would be taken for one another, company numbers, slugs."""

import pytest

from compliance.organisations.rules.names import company_number, domain_bears_name, likeness, normal_name
from compliance.organisations.rules.slugs import RESERVED, slug_from


@pytest.mark.parametrize(
    "name",
    [
        "Harbour Foods Limited", "HARBOUR FOODS LTD", "harbour-foods plc", "The Harbour Foods Co. Ltd.",
        "Hаrbour Foods",  # a Cyrillic a
        "Harbour  Foods", "Harbour\u200b Foods", "Hárbour Foods", "Ｈarbour Foods",
    ],
)  # fmt: skip
def test_names_a_reader_would_confuse_are_equal(name):
    assert normal_name(name) == "harbour foods"


@pytest.mark.parametrize("name", ["HarbourFoods Ltd", "Harb0ur Foods", "Harbour-Foods", "H a r b o u r Foods plc"])
def test_names_that_look_the_same_have_one_likeness(name):
    assert likeness(name) == likeness("Harbour Foods Limited") != likeness("Harbour Fruits Limited")


@pytest.mark.parametrize(("one", "other"), [("Iceland", "lceland"), ("Barnes", "Bames"), ("Wick", "VVick")])
def test_signs_that_look_the_same_are_one(one, other):
    assert likeness(one) == likeness(other)


@pytest.mark.parametrize(("name", "normal"), [("A & B", "a and b"), ("Limited", "limited"), ("O’Neil’s", "oneils")])
def test_a_name_keeps_its_own_words(name, normal):
    assert normal_name(name) == normal


@pytest.mark.parametrize(
    ("typed", "number"),
    [("7495895", "07495895"), ("07495895", "07495895"), ("sc 12345", "SC012345"), ("OC-301540", "OC301540")],
)
def test_a_company_number_is_filled_to_eight_characters(typed, number):
    assert company_number(typed) == number


@pytest.mark.parametrize("typed", ["", "123456789", "ABC12345", "S1234567", "SC1234567", "00000000", "abc", "9" * 300])
def test_what_is_no_company_number_is_refused(typed):
    with pytest.raises(ValueError):
        company_number(typed)


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
    assert domain_bears_name(domain, name) is bears


def test_a_slug_is_never_given_twice_nor_taken_from_the_portal():
    taken = {"harbour-foods", "harbour-foods-2"}
    assert slug_from("harbour-foods", taken.__contains__) == "harbour-foods-3"
    assert slug_from("beech", taken.__contains__) == "beech"
    for word in RESERVED:
        assert slug_from(word, taken.__contains__) not in RESERVED
    assert slug_from("", taken.__contains__) == "organisation-2"
    assert slug_from("2026", taken.__contains__) == "organisation-2026"

"""Two records are alike where name, numbers and a known address say so (docs/requirements/suppliers.md#duplicates)."""

import pytest

from compliance.suppliers.rules.similarity import (
    NameIndex,
    are_alike,
    extract_numbers,
    get_trigrams,
    normalise,
    trigram_similarity,
)


def test_a_legal_form_is_left_out_unless_nothing_else_is_there():
    assert normalise("Karim Knit Ltd.") == "karim knit"
    assert normalise("Limited") == "limited"


def test_similarity_is_the_share_of_common_trigrams():
    assert trigram_similarity("karim knit", "karim knit") == 1
    assert trigram_similarity("abc", "xyz") == 0
    one, other = get_trigrams("karim"), get_trigrams("karin")
    assert trigram_similarity("karim", "karin") == pytest.approx(len(one & other) / len(one | other))


def test_numbers_are_units_and_house_numbers():
    assert extract_numbers("Unit 2b, Plot 15") == ["2b", "15"]


@pytest.mark.parametrize(
    ("name", "address", "other_name", "other_address", "is_alike"),
    [
        ("karim knit", "", "karim knits", "", True),
        ("karim knit", "mill road 1", "karim knit", "mill road 1", True),
        ("karim knit", "mill road 1", "karim knit", "mill road 2", False),
        ("unit 1 knit", "", "unit 2 knit", "", False),
        ("karim knit", "", "brick works", "", False),
        ("karim knit", "mill road", "karim knit", "", True),
    ],
)
def test_a_person_is_asked_about_two_that_are_alike(name, address, other_name, other_address, is_alike):
    assert are_alike(name, address, other_name, other_address) is is_alike


def test_a_name_with_one_letter_changed_is_found_and_the_name_itself_is_not():
    index = NameIndex(["hoshine silicon industry", "brick works"])
    assert index.find_similar("hoshine silicon industri") == ["hoshine silicon industry"]
    assert index.find_similar("brick works") == []

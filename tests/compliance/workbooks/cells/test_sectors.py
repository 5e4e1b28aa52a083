"""Sectors by name, by the registry's number and by code: what is read, and what is said of it."""

from dataclasses import replace
from datetime import date

import pytest

from compliance.workbooks.cells.sectors import read_sector
from compliance.workbooks.cells.text import UnreadableCell
from compliance.workbooks.column_style import PLAIN_STYLE, REGISTRY, complete_code_style, read_header_style
from portal.reference.industry_codes import ISIC, NACE, NAICS, SIC

FOOD = ("food_agriculture_fishing", "Food and beverages, agriculture and fishing")
CLOTHES = ("fashion_textiles", "Fashion, textiles, apparel and luxury goods")
TODAY = date(2026, 11, 24)
BREAD = "Manufacture of bread; manufacture of fresh pastry goods and cakes"


def read(value, code_list="", header="industry"):
    """The sector, and what was said: each a code and its values."""
    said = []
    style = replace(PLAIN_STYLE, code_list=code_list, header=header)
    sector = read_sector([], TODAY, style)(value, lambda code, **values: said.append((code, values)))
    return sector, said


def why(value, code_list="") -> dict:
    """The values of the refusal."""
    with pytest.raises(UnreadableCell) as refused:
        read(value, code_list)
    assert refused.value.code == "R003"
    return refused.value.values


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_an_empty_cell_is_no_sector(empty):
    assert read(empty) == (None, [])


def test_a_name_is_read_without_a_word():
    assert read("Construction") == ("construction", [])


def test_another_word_for_a_name_is_said():
    assert read("clothing") == (CLOTHES[0], [("W005", {"meaning": CLOTHES[1]})])


def test_an_unknown_name_is_refused_with_the_nearest():
    values = why("construction firm")
    assert values["choices"] == "the words on the Lists sheet"
    assert "Construction, civil engineering" in values["suggestion"]


@pytest.mark.parametrize(
    ("value", "code_list", "list_name", "item", "sector"),
    [
        ("10710", "", SIC, f"10710, {BREAD}", FOOD),
        (10710.0, "", SIC, f"10710, {BREAD}", FOOD),
        ("107", "", SIC, "107, Manufacture of food products", FOOD),
        ("10.71", "", SIC, f"1071, {BREAD}", FOOD),
        ("C 10.71", "", SIC, f"1071, {BREAD}", FOOD),
        ("C10", SIC, SIC, "10, Manufacture of food products", FOOD),
        # Two digits below a header that names the list are its divisions, never the registry's numbers.
        ("10", SIC, SIC, "10, Manufacture of food products", FOOD),
        ("14", SIC, SIC, "14, Manufacture of wearing apparel", CLOTHES),
        ("14", NACE, NACE, "14, Manufacture of wearing apparel", CLOTHES),
        ("14", ISIC, ISIC, "14, Manufacture of wearing apparel", CLOTHES),
        ("1071C", NACE, NACE, f"1071, {BREAD}", FOOD),
        ("10.71.Z", NACE, NACE, f"1071, {BREAD}", FOOD),
        # The registry's numbers have two digits: more are a code, whatever the header says.
        ("1071", REGISTRY, SIC, f"1071, {BREAD}", FOOD),
        ("011", REGISTRY, SIC, "011, Crop and animal production, hunting and related service activities", FOOD),
    ],
)
def test_a_code_is_said_with_its_list_and_its_words(value, code_list, list_name, item, sector):
    said = {"wording": "W005 sector", "list": list_name, "item": item, "meaning": sector[1], "because": ""}
    assert read(value, code_list) == (sector[0], [("W005", said)])


@pytest.mark.parametrize("several", ["10710; 14110", "10710, 14110", "10710 14110", "10710|14110", "10710 / 14110"])
def test_of_several_codes_the_first_counts_and_the_others_are_said(several):
    sector, [(code, values)] = read(several)
    assert (sector, code) == (FOOD[0], "W005")
    assert values["because"] == "Not used: 14110."


def test_three_codes_name_both_that_are_not_used():
    assert read("10710; 14110; 13100")[1][0][1]["because"] == "Not used: 14110, 13100."


def test_a_number_of_the_registry_is_said_with_its_words():
    sector, [(code, values)] = read("10", REGISTRY, "sector no")
    assert (sector, code) == ("education_research", "W005")
    assert values["wording"] == "W005 sector"
    assert values["list"] == "the government registry's sector"
    assert (values["item"], values["meaning"]) == ("10", "Education and research")


@pytest.mark.parametrize("unclear", ["10", "14", "C10", "107100", "1"])
def test_a_number_of_no_known_list_is_asked_about(unclear):
    assert why(unclear) == {"wording": "R003 code list"}


@pytest.mark.parametrize(
    ("code", "code_list"), [("00000", SIC), ("107101", SIC), ("10710", NACE), ("1234567", NAICS), ("98.76", NACE)]
)
def test_a_code_that_its_list_does_not_have_is_refused_by_the_name_of_the_list(code, code_list):
    assert why(code, code_list) == {"wording": "R003 code", "list": code_list}


@pytest.mark.parametrize("code_list", ["", SIC, NACE, REGISTRY])
@pytest.mark.parametrize("name", ["3D printing", "3PL logistics", "2nd hand cars", "B2B sales"])
def test_a_name_that_begins_with_a_digit_is_no_code(name, code_list):
    assert "choices" in why(name, code_list)


@pytest.mark.parametrize(("name", "code_list"), [("98760 Trading", SIC), ("9876 Trading", NACE)])
def test_a_name_that_begins_with_as_many_digits_as_a_code_is_no_code(name, code_list):
    assert "choices" in why(name, code_list)


def read_below(header: str, *cells):
    """Return the sector of the last cell, and what the preview says of it. cells: those of the column."""
    said = []
    style = complete_code_style(read_header_style(header), cells)
    sector = read_sector([], TODAY, style)(cells[-1], lambda code, **words: said.append(words))
    return sector, said


def test_beside_codes_of_five_digits_one_of_four_has_lost_its_zero():
    """1420 is the making of furs, 01420 the raising of cattle."""
    assert read_below("SIC code", "1420")[0] == CLOTHES[0]
    assert read_below("SIC code", "81210", "1420")[0] == FOOD[0]


@pytest.mark.parametrize("header", ["Sector", "sector", "Industry", "SIC code"])
@pytest.mark.parametrize(("cell", "sector"), [("10", FOOD[0]), (10, FOOD[0]), ("14", CLOTHES[0])])
def test_two_digits_beside_a_longer_code_are_one_of_the_same_list(header, cell, sector):
    found, said = read_below(header, "81210", cell)
    assert found == sector
    assert said[0]["list"] == "UK SIC 2007"


@pytest.mark.parametrize(
    ("cell", "sector", "list_name"),
    [
        ("SIC 10710", FOOD[0], SIC), ("UK SIC 2007: 10.71", FOOD[0], SIC), ("SIC code 14", CLOTHES[0], SIC),
        ("NACE C14.13", CLOTHES[0], "NACE"), ("NACE Rev. 2 10.71", FOOD[0], "NACE"),
        ("NAICS 311811", FOOD[0], "NAICS"), ("isic 1071", FOOD[0], "ISIC"),
    ],
)  # fmt: skip
def test_a_cell_that_names_its_list_is_read_by_it(cell, sector, list_name):
    found, said = read_below("Sector", cell)
    assert (found, said[0]["list"]) == (sector, list_name)


@pytest.mark.parametrize("header", ["Sector", "sector"])
def test_a_number_of_the_registry_is_always_said_with_its_words(header):
    """A list that happens to have our own header is not read in silence: its 10 may be a bakery."""
    found, said = read_below(header, "10")
    assert found == "education_research"
    assert said[0]["meaning"] == "Education and research"


def test_in_our_own_template_it_needs_no_word():
    said = []
    style = replace(read_header_style("sector"), is_template=True)
    assert read_sector([], TODAY, style)("10", lambda code, **words: said.append(words)) == "education_research"
    assert said == []

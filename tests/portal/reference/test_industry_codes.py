"""Codes of industries: which list, which length, which lost zero (docs/requirements/suppliers.md#industry-codes)."""

import pytest

from portal.reference.industry_codes import ISIC, NACE, NAICS, SIC, find_industry_code, find_sector_by_title
from portal.reference.tables import sectors

FOOD, CLOTHES = "food_agriculture_fishing", "fashion_textiles"


@pytest.mark.parametrize(
    ("list_name", "written", "code", "sector"),
    [
        (SIC, "10", "10", FOOD),
        (SIC, "14", "14", CLOTHES),
        (SIC, "1", "01", FOOD),
        (SIC, "10710", "10710", FOOD),
        (SIC, "10.71", "1071", FOOD),
        (SIC, "10.71/0", "10710", FOOD),
        (SIC, "1110", "01110", FOOD),
        (SIC, "62020 - Information technology consultancy", "62020", "it_telecoms"),
        (SIC, "14130", "1413", CLOTHES),
        (NACE, "C14.13", "1413", CLOTHES),
        (ISIC, "1410", "14", CLOTHES),
        (NAICS, "311812", "311812", FOOD),
        (NAICS, "315", "315", CLOTHES),
        (NAICS, "111", "111", FOOD),
    ],
)
def test_a_code_is_found_with_its_sector(list_name, written, code, sector):
    found = find_industry_code(list_name, written)
    assert found is not None and (found.code, found.sector) == (code, sector) and found.title


@pytest.mark.parametrize(("list_name", "written"), [(SIC, "04"), (SIC, "123456"), (NAICS, "99"), (SIC, "bakery")])
def test_what_is_no_code_is_none(list_name, written):
    assert find_industry_code(list_name, written) is None


def test_four_digits_in_a_list_of_five_have_lost_a_zero():
    assert find_industry_code(SIC, "1610").code == "1610"
    assert find_industry_code(SIC, "1610", has_lost_zeros=True).code == "01610"


def test_every_sector_of_the_table_is_ours():
    codes = {sector.code for sector in sectors()}
    for name in (SIC, NAICS):
        for digits in range(1, 100):
            found = find_industry_code(name, f"{digits:02d}")
            assert found is None or found.sector in codes


def test_the_words_of_a_code_are_its_sector_too():
    assert find_sector_by_title("Manufacture of wearing apparel") == CLOTHES
    assert find_sector_by_title("Manufacture of nothing") is None

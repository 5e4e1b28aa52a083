"""Tables that come in editions: whole, in one form, with source, date and licence."""

from datetime import date

import pytest

from portal.reference import editions
from portal.reference.synonyms import get_country_names

ROWS = {
    "tip_tiers": 188, "dol_goods": 467, "governance": 213, "uflpa_sectors": 12, "withhold_release_orders": 27,
}  # fmt: skip


@pytest.mark.parametrize(("name", "count"), ROWS.items())
def test_a_table_is_whole(name, count):
    assert len(editions.get_shipped_table(name).rows) == count


def test_the_list_of_entities_came_empty_and_an_empty_table_is_not_old():
    table = editions.get_shipped_table("uflpa_entities")
    assert table.rows == ()
    assert not table.is_old(date(2040, 1, 1))


@pytest.mark.parametrize("name", editions.TABLES)
def test_a_table_names_its_source_edition_date_and_licence(name):
    table = editions.get_shipped_table(name)
    assert table.about
    assert table.source
    assert table.licence
    assert table.edition
    assert 2022 <= table.dated_on.year <= 2026


@pytest.mark.parametrize("name", editions.TABLES)
def test_a_table_speaks_of_countries_that_exist(name):
    codes = {row["iso2"] for row in editions.get_shipped_table(name).rows if "iso2" in row}
    assert codes <= set(get_country_names())


def test_each_word_for_a_product_leads_to_a_good_that_is_listed():
    goods = {row["good"] for row in editions.get_shipped_table("dol_goods").rows}
    rows = editions.get_shipped_table("product_goods").rows
    assert {row["good"] for row in rows} <= goods
    assert len({row["product"] for row in rows}) == len(rows) > 250

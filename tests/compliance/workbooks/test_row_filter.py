"""Rows of a vendor list that are no suppliers are left out and named, in whatever columns they stand."""

import pytest

from tests.compliance.workbooks.grids_read import codes, said, sheet, told, values

HEADER = ["Supplier", "Country", "VAT No", "Spend"]
DATA = ["Alder Mill Ltd", "GB", "GB123456789", "100"]


@pytest.mark.parametrize(
    "name", ["Total", "Grand total", "Subtotal UK", "Sub-total: Germany", "Zwischensumme Inland", "Sous-total France"]
)
@pytest.mark.parametrize("country", ["GB", None])
def test_a_total_is_no_supplier_even_with_a_country(name, country):
    rows = (HEADER, DATA, [name, country, None, "100"])
    assert [row["supplier_name"] for row in values(sheet(*rows))] == ["Alder Mill Ltd"]
    assert "W008" in codes(told(sheet(*rows)))


@pytest.mark.parametrize("name", ["Total Print Ltd", "Somma SpA", "Totalis Foods", "Sum Logistics Ltd", "Total UK Ltd"])
def test_a_supplier_whose_name_begins_like_a_total_is_read(name):
    assert [row["supplier_name"] for row in values(sheet(HEADER, DATA, [name, "GB", None, "100"]))][1:] == [name]


def test_a_column_that_is_known_and_of_no_use_is_named():
    assert ("W001", "warning", 1, "C") in said(told(sheet(HEADER, DATA)))

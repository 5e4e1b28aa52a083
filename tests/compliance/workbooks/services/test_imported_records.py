"""The records of staged rows are found by their keys, and a change by a person is noticed."""

import pytest

from compliance.suppliers.models import Supplier
from compliance.workbooks.services.imported_records import find_records, get_record_key, has_value, is_unchanged
from tests.factories.suppliers import SiteFactory, SupplierFactory
from tests.factories.workbooks import ImportFactory, StagedRowFactory

pytestmark = pytest.mark.django_db


def test_records_are_found_in_the_uploads_organisation_only():
    upload = ImportFactory(row=None)
    supplier = SupplierFactory(organisation=upload.organisation, supplier_ref="S-1")
    site = SiteFactory(supplier=supplier, site_ref="P-1")
    SupplierFactory(supplier_ref="S-1")
    row = StagedRowFactory(upload=upload, key="s-1|p-1", group="s-1", changes={})
    assert get_record_key("supplier", row) == "s-1"
    assert get_record_key("site", row) == "p-1"
    assert find_records(upload, "supplier", [row]) == {"s-1": supplier}
    assert find_records(upload, "site", [row]) == {"p-1": site}


def test_a_record_that_a_row_made_is_unchanged_until_somebody_fills_another_field():
    supplier = SupplierFactory(name="Karim Knit", country="BD")
    names = ("name", "country", "supplier_ref")
    made = {"is_new": True, "fields": {name: [None, getattr(supplier, name)] for name in names}}
    assert is_unchanged(supplier, made)
    supplier.notes = "Visited in May"
    assert not is_unchanged(supplier, made)
    changed = {"is_new": False, "fields": {"name": ["Karim", "Karim Knit"]}}
    assert is_unchanged(supplier, changed)
    supplier.name = "Other"
    assert not is_unchanged(supplier, changed)


def test_a_link_is_compared_by_the_others_key_and_nothing_equals_nothing():
    site = SiteFactory(supplier__supplier_ref="S-9")
    assert has_value(site, "supplier", "s-9")
    assert not has_value(site, "supplier", "s-8")
    assert has_value(Supplier(notes=""), "notes", None)
    assert not has_value(Supplier(notes="x"), "notes", None)

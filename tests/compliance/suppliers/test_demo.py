"""The demo's registers: believable, invented, and the same the second time."""

from datetime import date

import pytest

from compliance.organisations import demo as organisations
from compliance.organisations.models import Organisation
from compliance.suppliers import demo
from compliance.suppliers.models import Site, Supplier, SupplyRelation
from compliance.suppliers.services.duplicates import get_unanswered_pairs
from portal.history.models import Entry

TODAY = date(2026, 11, 24)


@pytest.mark.django_db
def test_each_register_has_a_dozen_suppliers_in_six_countries():
    organisations.seed(today=TODAY)
    demo.seed(today=TODAY)
    for slug in demo.REGISTERS.keys() - {"tamarisk-toys-limited"}:
        organisation = Organisation.objects.get(slug=slug)
        suppliers = Supplier.objects.for_organisation(organisation)
        sites = Site.objects.for_organisation(organisation)
        assert suppliers.count() >= 12 and sites.count() >= 15
        assert len(set(suppliers.values_list("country", flat=True))) >= 6
        assert suppliers.filter(is_labour_provider=True).exists() and sites.exclude(labour_providers=None).exists()
        tiers = SupplyRelation.objects.for_organisation(organisation).values_list("tier", flat=True)
        assert {1, 2} <= set(tiers)
        numbers = suppliers.exclude(company_number="").values_list("company_number", flat=True)
        assert all(number.startswith("ZZ") for number in numbers)
    assert get_unanswered_pairs(Organisation.objects.get(slug="harbour-and-vale-foods-limited"))
    before = Supplier.objects.count(), Entry.objects.count()
    demo.seed(today=TODAY)
    assert (Supplier.objects.count(), Entry.objects.count()) == before

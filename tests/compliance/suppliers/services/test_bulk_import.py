"""Many records at once: created where they are not there, changed where they are, and the same the second time."""

from datetime import date

import pytest

from compliance.suppliers.models import Site, Supplier, SupplyRelation, WorkerFigures
from compliance.suppliers.services.bulk_import import (
    Change,
    add_providers,
    get_existing_keys,
    upsert_figures,
    upsert_relations,
    upsert_sites,
    upsert_suppliers,
)
from tests.factories.organisations import OrganisationFactory
from tests.factories.suppliers import SiteFactory, SupplierFactory, WorkerFiguresFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation():
    return OrganisationFactory()


def supplier_changes():
    return [
        Change("s-1", {"supplier_ref": "S-1", "name": "Karim Knit Ltd"}),
        Change("s-1", {"country": "BD"}),
        Change("s-2", {"supplier_ref": "S-2", "name": "Brick Works"}),
    ]


def test_two_rows_about_one_supplier_add_up_and_a_second_time_changes_nothing(organisation):
    upsert_suppliers(organisation, supplier_changes())
    suppliers = upsert_suppliers(organisation, supplier_changes())
    assert set(suppliers) == {"s-1", "s-2"}
    first = Supplier.objects.get(organisation=organisation, key="s-1")
    assert (first.name, first.country, first.likeness) == ("Karim Knit Ltd", "BD", "karim knit")
    assert Supplier.objects.filter(organisation=organisation).count() == 2


def test_only_keys_of_this_organisation_exist(organisation):
    SupplierFactory(organisation=organisation, supplier_ref="A")
    SupplierFactory(supplier_ref="B")
    assert get_existing_keys(Supplier, organisation, {"a", "b"}) == {"a"}
    assert get_existing_keys(Supplier, organisation, set()) == set()


def test_a_site_goes_to_the_supplier_that_its_change_names(organisation):
    suppliers = upsert_suppliers(organisation, supplier_changes())
    upsert_sites(organisation, [Change("p", {"site_ref": "P", "name": "Yard", "supplier": "s-1"})], suppliers)
    upsert_sites(organisation, [Change("p", {"supplier": "s-2"})], suppliers)
    assert Site.objects.get(key="p").supplier == suppliers["s-2"]


def test_a_relation_is_found_by_supplier_buyer_and_products(organisation):
    suppliers = upsert_suppliers(organisation, supplier_changes())
    for tier in (1, 2):
        upsert_relations([Change(("s-1", "", "hash"), {"tier": tier})], suppliers)
    upsert_relations([Change(("s-1", "s-2", "hash"), {"tier": 3})], suppliers)
    assert set(SupplyRelation.objects.values_list("buys_from__key", "tier")) == {(None, 2), ("s-2", 3)}


def test_figures_of_a_later_day_begin_from_the_latest_and_those_of_the_day_are_changed():
    figures = WorkerFiguresFactory(total=100, women=40, counted_on=date(2026, 1, 1))
    sites, day = {"p": figures.site}, date(2026, 11, 24)
    upsert_figures([Change("p", {"total": 120})], sites, on=day)
    upsert_figures([Change("p", {"women": 50})], sites, on=day)
    rows = WorkerFigures.objects.order_by("counted_on").values_list("counted_on", "total", "women")
    assert list(rows) == [(date(2026, 1, 1), 100, 40), (day, 120, 50)]


def test_a_provider_is_added_once():
    site = SiteFactory()
    provider = SupplierFactory(organisation=site.organisation)
    change = Change("p", {"labour_providers": ["l"]})
    for _ in range(2):
        add_providers([change], {"p": site}, {"l": provider})
    assert list(site.labour_providers.all()) == [provider]

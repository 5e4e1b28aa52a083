"""What is gathered of a site: its own facts first, then those of its supplier and of what is bought."""

from datetime import date

import pytest

from compliance.suppliers.choices import SupplierStatus
from compliance.suppliers.services.risk_facts import gather_places
from tests.factories.suppliers import (
    ControlFactory,
    SiteFactory,
    SupplierFactory,
    SupplyRelationFactory,
    WorkerFiguresFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


def test_a_site_has_its_suppliers_country_the_latest_count_and_its_controls():
    site = SiteFactory(supplier__country="BD", name="Unit 2")
    WorkerFiguresFactory(site=site, total=10, counted_on=date(2025, 1, 1))
    WorkerFiguresFactory(site=site, total=20, counted_on=date(2026, 1, 1))
    ControlFactory(site=site, kind="training", held_on=date(2026, 2, 1))
    (place,) = gather_places(site.organisation, today=TODAY)
    assert (place.supplier_id, place.site_id) == (site.supplier_id, site.pk)
    assert place.facts.country == "BD"
    assert place.facts.workers["total"] == 20
    assert [control.kind for control in place.facts.controls] == ["training"]


def test_the_nearest_tier_counts_and_spends_of_running_relations_add_up():
    supplier = SupplierFactory()
    SupplyRelationFactory(supplier=supplier, tier=3, annual_spend_pence=100, sector="construction")
    SupplyRelationFactory(supplier=supplier, tier=2, annual_spend_pence=50)
    SupplyRelationFactory(supplier=supplier, tier=1, annual_spend_pence=7, ended_on=date(2026, 1, 1))
    (place,) = gather_places(supplier.organisation, today=TODAY)
    assert (place.site_id, place.facts.tier, place.facts.spend_pence) == (None, 2, 150)
    assert place.facts.works == (("construction", ""),)


def test_ended_suppliers_and_other_businesses_are_left_out():
    supplier = SupplierFactory(status=SupplierStatus.ENDED)
    SiteFactory(supplier=supplier)
    SiteFactory()
    assert gather_places(supplier.organisation, today=TODAY) == []


def test_a_farm_whose_provider_has_no_licence_lacks_one_until_it_was_checked():
    farm = SiteFactory(country="GB", activity="seasonal_agriculture")
    provider = SupplierFactory(organisation=farm.organisation, is_labour_provider=True)
    farm.labour_providers.add(provider)
    lacks = {place.site_id: place.facts.lacks_licence for place in gather_places(farm.organisation, today=TODAY)}
    assert lacks == {farm.pk: True, None: True}
    ControlFactory(site=farm, kind="licensed_labour_provider_check", is_confirmed=True)
    lacks = {place.site_id: place.facts.lacks_licence for place in gather_places(farm.organisation, today=TODAY)}
    assert lacks == {farm.pk: False, None: True}

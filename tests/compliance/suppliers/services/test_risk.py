"""Scores in the database: gathered from the register, kept as history, asked for in the background."""

from datetime import UTC, date, datetime, timedelta

import pytest

from compliance.suppliers.choices import SupplierStatus
from compliance.suppliers.models import GoodsAnswer, RiskScore, RiskWeights
from compliance.suppliers.services.risk import recompute_scores
from portal.reference import editions
from portal.reference.models import Edition
from tests.factories.suppliers import (
    SiteFactory,
    SupplierFactory,
    SupplyRelationFactory,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def current(site) -> RiskScore:
    return RiskScore.objects.get(site=site, is_current=True)


def test_a_site_is_scored_from_what_the_register_and_the_audits_say(grower):
    assert recompute_scores(grower.organisation, event="import", now=NOW) == 1
    found = current(grower)
    assert round(found.residual, 1) == 48.5
    assert (found.band, found.inherent_band, found.confidence, found.weights.number) == ("high", "high", 0.8, 1)
    assert found.editions["tip_tiers"] == {"edition": "2025 report", "dated_on": "2025-09-29"}
    assert found.inputs["country"] == "GB"


def test_only_a_score_that_changed_is_written_and_the_old_one_stays_as_history(grower):
    recompute_scores(grower.organisation, event="import", now=NOW)
    assert recompute_scores(grower.organisation, event="day", now=NOW + timedelta(days=1)) == 0
    grower.facts.open_major = 0
    grower.facts.save()
    assert recompute_scores(grower.organisation, event="action", now=NOW + timedelta(days=2)) == 1
    lines = RiskScore.objects.filter(site=grower).order_by("computed_at")
    assert [(line.event, line.is_current) for line in lines] == [("import", False), ("action", True)]
    assert lines[1].residual < lines[0].residual


def test_a_control_that_becomes_too_old_moves_the_score_on_its_day(grower):
    recompute_scores(grower.organisation, event="import", now=NOW)
    last_day, after = datetime(2027, 8, 24, 12, tzinfo=UTC), datetime(2027, 8, 25, 12, tzinfo=UTC)
    assert recompute_scores(grower.organisation, event="day", now=last_day) == 0
    assert recompute_scores(grower.organisation, event="day", now=after) == 1
    assert current(grower).parts["k"] == 0.05


def test_a_supplier_without_a_site_has_a_score_until_it_gets_one():
    supplier = SupplierFactory(country="CN")
    SupplyRelationFactory(supplier=supplier, products=["Solar panels"], tier=0)
    recompute_scores(supplier.organisation, event="import", now=NOW)
    found = RiskScore.objects.get(supplier=supplier, is_current=True)
    assert found.site is None
    assert {floor["rule"] for floor in found.parts["inherent_floors"]} == {"R2", "R3"}
    SiteFactory(supplier=supplier)
    recompute_scores(supplier.organisation, event="register", now=NOW)
    assert [row.site is None for row in RiskScore.objects.filter(supplier=supplier, is_current=True)] == [False]


def test_a_site_without_a_country_or_kind_of_work_takes_its_suppliers():
    site = SiteFactory(supplier__country="BD")
    SupplyRelationFactory(supplier=site.supplier, activity="garment_manufacture", products=["T-shirts"])
    SupplyRelationFactory(
        supplier=site.supplier, activity="hand_car_wash", products=["Bricks"], ended_on=date(2026, 1, 1)
    )  # fmt: skip
    recompute_scores(site.organisation, event="import", now=NOW)
    found = current(site)
    assert [part["points"] for part in found.parts["parts"]] == [pytest.approx(65.1, abs=0.05), 80, 100, 40]
    assert found.inputs["products"] == ["t shirts"]


def test_what_people_said_of_a_product_counts():
    site = SiteFactory(supplier__country="BD")
    SupplyRelationFactory(supplier=site.supplier, products=["T-shirts"])
    GoodsAnswer.objects.create(organisation=site.organisation, product="t shirts", good="")
    recompute_scores(site.organisation, event="goods", now=NOW)
    assert current(site).parts["parts"][2]["points"] is None


def test_the_suppliers_that_ended_have_no_score_any_more(grower):
    recompute_scores(grower.organisation, event="import", now=NOW)
    grower.supplier.status = SupplierStatus.ENDED
    grower.supplier.save()
    assert recompute_scores(grower.organisation, event="register", now=NOW) == 0
    assert not RiskScore.objects.filter(is_current=True).exists()
    assert RiskScore.objects.count() == 1


def test_a_labour_provider_without_a_licence_lifts_itself_and_the_farm_it_serves(grower):
    provider = SupplierFactory(organisation=grower.organisation, country="RO", is_labour_provider=True)
    grower.labour_providers.add(provider)
    recompute_scores(grower.organisation, event="import", now=NOW)
    own = RiskScore.objects.get(supplier=provider, is_current=True)
    assert "R4" in {floor["rule"] for floor in own.parts["inherent_floors"]}
    assert "R4" in {floor["rule"] for floor in current(grower).parts["inherent_floors"]}
    provider.licence_number = "INVENTED-1"
    provider.save()
    recompute_scores(grower.organisation, event="register", now=NOW)
    assert "R4" not in {floor["rule"] for floor in current(grower).parts["inherent_floors"]}


def test_a_licence_is_not_asked_of_those_who_provide_cleaners():
    provider = SupplierFactory(is_labour_provider=True)
    SiteFactory(supplier__organisation=provider.organisation, sector="cleaning_security").labour_providers.add(provider)
    recompute_scores(provider.organisation, event="import", now=NOW)
    assert not RiskScore.objects.get(supplier=provider).parts["inherent_floors"]


def test_one_business_never_moves_the_scores_of_another(grower):
    other = SiteFactory(supplier__country="CN")
    recompute_scores(grower.organisation, event="import", now=NOW)
    assert not RiskScore.objects.filter(supplier__organisation=other.organisation).exists()
    recompute_scores(other.organisation, event="import", now=NOW)
    assert recompute_scores(grower.organisation, event="day", now=NOW) == 0


def test_only_the_sites_that_are_named_are_worked_out(grower):
    other = SiteFactory(supplier=grower.supplier)
    recompute_scores(grower.organisation, event="import", now=NOW)
    for site in (grower, other):
        site.activity = "hand_car_wash"
        site.save()
    assert recompute_scores(grower.organisation, sites=[other.pk], event="register", now=NOW) == 1
    assert current(other).inputs["works"] == [["", "hand_car_wash"]]
    assert current(grower).inputs["works"] == [["", "seasonal_agriculture"]]


def test_the_queries_do_not_grow_with_the_sites(grower, django_assert_num_queries):
    for _ in range(5):
        SiteFactory(supplier=grower.supplier)
    recompute_scores(grower.organisation, event="import", now=NOW)
    with django_assert_num_queries(14):
        recompute_scores(grower.organisation, event="day", now=NOW)


def test_a_new_edition_counts_at_once_and_the_score_says_so(grower):
    recompute_scores(grower.organisation, event="import", now=NOW)
    before = current(grower).residual
    rows = [
        row | ({"tier": "Tier 3"} if row["iso2"] == "GB" else {})
        for row in editions.get_shipped_table("tip_tiers").rows
    ]
    edition = Edition.objects.create(
        table="tip_tiers", edition="2026 report", dated_on=date(2026, 9, 1), rows=rows, reason="New", uploaded_at=NOW
    )
    editions.switch_edition(edition, at=NOW)
    assert recompute_scores(grower.organisation, event="edition", now=NOW) == 1
    assert current(grower).editions["tip_tiers"]["edition"] == "2026 report"
    editions.use_shipped("tip_tiers")
    recompute_scores(grower.organisation, event="edition", now=NOW)
    assert current(grower).residual == before


def test_new_weights_make_a_new_score(grower):
    recompute_scores(grower.organisation, event="import", now=NOW)
    first = RiskWeights.objects.get()
    RiskWeights.objects.create(number=2, weights=first.weights, reason="The same", made_at=NOW)
    assert recompute_scores(grower.organisation, event="weights", now=NOW) == 1
    assert current(grower).weights.number == 2

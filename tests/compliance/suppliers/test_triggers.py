"""What the lists of risk and of suppliers sort by is what the rows say that it comes from, whatever is written."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.suppliers.labels.risk import MAX_PLACES, places_label
from compliance.suppliers.models import RiskScore, RiskWeights, Site, SiteFacts, Supplier, SupplyRelation
from compliance.suppliers.selectors import risk, search
from compliance.suppliers.services import tiers
from tests.factories.organisations import OrganisationFactory
from tests.factories.suppliers import SiteFactory, SiteFactsFactory, SupplierFactory, SupplyRelationFactory
from tests.support.query_plans import assert_read_in_order, count_rows

pytestmark = pytest.mark.django_db
COUNTRIES = st.sampled_from(["", "BD", "CN", "GB"])
PLACES = st.lists(
    st.fixed_dictionaries(
        {
            "country": COUNTRIES,
            "of_supplier": COUNTRIES,
            "alert": st.sampled_from([None, False, True]),
            "priority": st.sampled_from([None, 0.0, 10.0, 10.0, 99.5]),
            "is_current": st.booleans(),
            "has_site": st.booleans(),
        }
    ),
    max_size=12,
)
CHANGES = st.lists(
    st.tuples(st.sampled_from(["site", "supplier", "alert", "no_facts", "merge"]), st.integers(0, 11), COUNTRIES),
    max_size=8,
)


def _make_score(organisation, place):
    weights = RiskWeights.objects.get(number=1)
    supplier = SupplierFactory(organisation=organisation, country=place["of_supplier"])
    site = SiteFactory(supplier=supplier, country=place["country"]) if place["has_site"] else None
    if site and place["alert"] is not None:
        SiteFactsFactory(site=site, has_alert_a=place["alert"])
    return RiskScore.objects.create(
        supplier=supplier, site=site, computed_at=timezone.now(), event="test", weights=weights, editions={}, inputs={},
        parts={}, confidence=1, priority=place["priority"], residual=place["priority"], is_current=place["is_current"],
    )  # fmt: skip


def _change(what, score, country, other):
    site = Site.objects.filter(pk=score.site_id)
    if what == "supplier":
        Supplier.objects.filter(pk=score.supplier_id).update(country=country)
    elif what == "site":
        site.update(country=country)
    elif what == "alert" and score.site_id:
        SiteFacts.objects.update_or_create(site_id=score.site_id, defaults={"has_alert_a": bool(country)})
    elif what == "no_facts":
        SiteFacts.objects.filter(site=score.site_id).delete()
    elif what == "merge" and score.site_id:
        site.update(supplier=other.supplier_id)
        RiskScore.objects.filter(pk=score.pk).update(supplier=other.supplier_id)


def _rule(score):
    """The place's country, whether an alert is open, and its rank in the list, from the rows themselves."""
    country = (score.site.country if score.site else "") or score.supplier.country
    facts = SiteFacts.objects.filter(site=score.site_id).first()
    has_alert = bool(facts and facts.has_alert_a)
    rank = (not has_alert, score.priority is None, -(score.priority or 0), score.pk)
    return country, has_alert, rank


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=PLACES, changes=CHANGES)
def test_the_risk_list_is_that_of_the_rule_after_any_changes(db, places, changes):
    check_risk_list(places, changes)


@pytest.mark.soak
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(places=PLACES, changes=CHANGES)
def test_the_risk_list_is_that_of_the_rule_in_1000_worlds(db, places, changes):
    check_risk_list(places, changes)


def check_risk_list(places, changes):
    organisation, neighbour = OrganisationFactory(), OrganisationFactory()
    _make_score(neighbour, {**dict.fromkeys(("country", "of_supplier"), "GB"), "alert": True, "priority": 100.0,
                            "is_current": True, "has_site": True})  # fmt: skip
    scores = [_make_score(organisation, place) for place in places]
    for what, index, country in changes:
        if index < len(scores):
            _change(what, scores[index], country, scores[0])
    rows = list(RiskScore.objects.select_related("site", "supplier").filter(supplier__organisation=organisation))
    expected = {row: _rule(row) for row in rows}
    assert {row.pk: (row.country, row.has_alert, row.organisation_id) for row in rows} == {
        row.pk: (country, has_alert, organisation.pk) for row, (country, has_alert, _rank) in expected.items()
    }
    current = sorted((row for row in rows if row.is_current), key=lambda row: expected[row][2])
    assert list(risk.get_scores(organisation)) == current
    counts = {country: 0 for country, _alert, _rank in expected.values()}
    for row in current:
        counts[expected[row][0]] += 1
    assert risk.count_by_country(organisation) == {country: number for country, number in counts.items() if number}
    countries = {row.country for row in Supplier.objects.filter(organisation=organisation)}
    countries |= {row.country for row in Site.objects.filter(organisation=organisation)}
    assert search.get_countries(organisation) == sorted(countries - {""})


# --- The list of suppliers --------------------------------------------------------------------------------------------

TODAY = date(2026, 9, 1)
DAYS = [None, date(2025, 3, 1), TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1), date(2027, 1, 1)]
NAMES = {"BD": "Bangladesh", "CN": "China", "GB": "United Kingdom"}


def _make_supplier(chance, organisation):
    supplier = SupplierFactory(
        organisation=organisation, name=chance.choice(["Alder", "Beech"]), country=chance.choice(["", *NAMES]),
        status=chance.choice(["active", "ended", "active"]), category=chance.choice(["", "Cloth", "Packaging"]),
    )  # fmt: skip
    Supplier.objects.filter(pk=supplier.pk).update(tier_day=chance.choice([date(2025, 1, 1), TODAY]))
    for number in range(chance.randrange(3)):
        SupplyRelationFactory(
            supplier=supplier, tier=chance.randrange(4), products=[str(number)], ended_on=chance.choice(DAYS),
            annual_spend_pence=chance.choice([None, 0, 500_000, 200_000_000]),
        )  # fmt: skip
    for _ in range(chance.randrange(3)):
        site = SiteFactory(supplier=supplier)
        if chance.random() < 0.7:
            SiteFactsFactory(site=site, last_audit_on=chance.choice(DAYS), open_actions=chance.randrange(3))
        _make_band(chance, supplier, site)
    if chance.random() < 0.5:
        _make_band(chance, supplier, None)


def _make_band(chance, supplier, site):
    residual, band = chance.choice([(None, ""), (10.0, "low"), (50.0, "high"), (90.0, "very_high")])
    RiskScore.objects.create(
        supplier=supplier, site=site, computed_at=timezone.now(), event="test",
        weights=RiskWeights.objects.get(number=1), editions={}, inputs={}, parts={}, confidence=1,
        residual=residual, band=band, is_current=True,
    )  # fmt: skip


def _change_supplier(chance, organisation):
    """One write, of the ways in which what the list sorts by changes."""
    supplier = chance.choice(list(Supplier.objects.filter(organisation=organisation)))
    act = chance.randrange(8)
    if act == 0:
        SupplyRelation.objects.filter(supplier=supplier).update(ended_on=chance.choice(DAYS))
    elif act == 1:
        SupplyRelation.objects.filter(supplier=supplier).delete()
    elif act == 2:
        RiskScore.objects.filter(supplier=supplier).update(is_current=False)
    elif act == 3:
        SiteFacts.objects.filter(site__supplier=supplier).update(open_actions=chance.randrange(4))
    elif act == 4:
        SiteFacts.objects.filter(site__supplier=supplier).delete()
    elif act == 5:
        other = chance.choice(list(Supplier.objects.filter(organisation=organisation)))
        Site.objects.filter(supplier=supplier).update(supplier=other)
    elif act == 6:
        # A full save writes what the object was read with.
        SupplyRelationFactory(supplier=supplier, tier=1, products=["new"])
        supplier.save()
        SupplyRelation.objects.filter(supplier=supplier, tier=1).delete()
    elif act == 7:
        tiers.renew_tiers(organisation, TODAY)


@dataclass
class Expected:
    """What the list shows of a supplier, from the rows themselves."""

    supplier: Supplier

    def __post_init__(self):
        supplier = self.supplier
        relations = [row for row in supplier.relations.all() if row.ended_on is None or row.ended_on > TODAY]
        self.tiers = {row.tier for row in relations}
        self.tier = min(self.tiers - {0}, default=9)
        scores = list(RiskScore.objects.filter(supplier=supplier, is_current=True).order_by("pk"))
        highest = max(scores, key=lambda row: (-1 if row.residual is None else row.residual, -row.pk), default=None)
        self.risk, self.band = (highest.residual, highest.band) if highest else (None, "")
        facts = list(SiteFacts.objects.filter(site__supplier=supplier))
        self.audit = max((row.last_audit_on for row in facts if row.last_audit_on), default=None)
        self.actions = sum(row.open_actions for row in facts)
        supplier.refresh_from_db(fields=["tier_day"])
        bought = [row for row in supplier.relations.all() if row.buys_from_id is None]
        spent = [
            row.annual_spend_pence
            for row in bought
            if row.annual_spend_pence is not None and (row.ended_on is None or row.ended_on > supplier.tier_day)
        ]
        self.spend, self.category = (sum(spent) if spent else None), supplier.category
        self.country = NAMES.get(supplier.country, "")

    def get_key(self, sort):
        """Return the place in the list; a key that is turned round is negative."""
        name, key = (self.supplier.name, self.supplier.pk), sort.removeprefix("-")
        value = getattr(self, key) if key != "name" else 0
        sign = -1 if sort.startswith("-") else 1
        if isinstance(value, date):
            value = value.toordinal()
        if key in ("risk", "audit"):
            return (value is None, sign * (value or 0), *name)
        if key == "spend":
            return (1 if value is None else -value, *name)
        return (value, *name)


def _is_turned_round(sort):
    """The first click on actions sorts the most first, on all others the first; the other way turns the list round."""
    return sort in ("-name", "-tier", "actions", "spend", "-category")


def sort_expected(rows, sort):
    if sort.removeprefix("-") == "country":
        by_name = sorted(rows, key=lambda row: (row.supplier.name, row.supplier.pk))
        return sorted(by_name, key=lambda row: row.country, reverse=sort == "-country")
    if sort == "-actions":
        return sorted(rows, key=lambda row: (-row.actions, row.supplier.name, row.supplier.pk))
    if sort == "actions":
        return list(reversed(sort_expected(rows, "-actions")))
    key = sort.removeprefix("-") if _is_turned_round(sort) else sort
    return sorted(rows, key=lambda row: row.get_key(key), reverse=_is_turned_round(sort))


def check_suppliers(seed):
    chance = random.Random(seed)
    organisation = OrganisationFactory()
    _make_supplier(chance, OrganisationFactory())
    for _ in range(chance.randrange(1, 7)):
        _make_supplier(chance, organisation)
    for _ in range(chance.randrange(5)):
        _change_supplier(chance, organisation)
    rows = [Expected(supplier) for supplier in Supplier.objects.filter(organisation=organisation)]
    for row in rows:
        supplier = row.supplier
        kept = supplier.residual, supplier.band, supplier.last_audit_on, supplier.open_actions
        assert kept == (row.risk, row.band, row.audit, row.actions)
    for filters in ({}, {"band": "high"}, {"band": "unknown"}, {"tier": "1"}, {"country": "CN"}):
        fits = {
            row.supplier.pk
            for row in rows
            if row.supplier.status != "ended"
            and filters.get("band", row.band) == (row.band or (filters.get("band") and "unknown") or "")
            and ("tier" not in filters or 1 in row.tiers)
            and (
                "country" not in filters
                or "CN" in {row.supplier.country, *(s.country for s in row.supplier.sites.all())}
            )
        }
        params = search.SearchParams(**filters)
        found = search.search_suppliers(organisation, params, today=TODAY)
        for sort in [f"{sign}{key}" for key in search.SORT_KEYS for sign in ("", "-")]:
            expected = [row.supplier.pk for row in sort_expected(rows, sort) if row.supplier.pk in fits]
            order = search.Order(sort, NAMES, TODAY, tier_until=TODAY)
            shown = order.apply(found)
            keys = list(shown) if isinstance(shown, search.ByCountry) else [supplier.pk for supplier in shown]
            assert keys == expected, (sort, filters)
            assert len(shown) == len(expected)
            page = search.get_page_rows(order.apply(found)[1:3], today=TODAY)
            assert [supplier.pk for supplier, _statement in page] == expected[1:3], (sort, filters)
            tiers_shown = {supplier.pk: supplier.tier or 9 for supplier, _statement in page}
            assert tiers_shown == {row.supplier.pk: row.tier for row in rows if row.supplier.pk in tiers_shown}


def in_a_world_of_its_own(seed):
    with transaction.atomic():
        check_suppliers(seed)
        transaction.set_rollback(True)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_the_list_of_suppliers_is_that_of_the_rule_in_any_order(db, seed):
    in_a_world_of_its_own(seed)


@pytest.mark.soak
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32))
def test_the_list_of_suppliers_is_that_of_the_rule_in_1000_worlds(db, seed):
    in_a_world_of_its_own(seed)


def test_countries_with_many_places_are_counted_up_to_a_bound():
    assert places_label(MAX_PLACES) == "1,000"
    assert places_label(MAX_PLACES + 1) == "more than 1,000"


def test_lists_are_read_by_an_index_in_their_order():
    """A plan that sorts, or reads the table through, costs more with each row."""
    organisation = OrganisationFactory()
    for country in ("BD", "CN", "GB") * 5:
        SupplierFactory(organisation=organisation, country=country)
    count_rows(Supplier)
    scores = risk.get_scores(organisation)
    suppliers = search.search_suppliers(organisation, search.SearchParams(), today=TODAY)
    sorts = {
        "name": "name", "-name": "name", "tier": "tier", "-tier": "tier", "risk": "rising_risk",
        "-risk": "falling_risk", "audit": "earliest_audit", "-audit": "latest_audit", "actions": "actions",
        "-actions": "actions",
        "spend": "spend",
        "-spend": "spend",
        "category": "category",
        "-category": "category",
    }  # fmt: skip
    for sort, index in sorts.items():
        assert_read_in_order(search.Order(sort, {}, TODAY).apply(suppliers).values("pk")[:50], f"suppliers_by_{index}")
    assert_read_in_order(
        suppliers.filter(country="CN").order_by("name", "pk").values("pk")[:50], "suppliers_by_country"
    )
    plans = {
        "suppliers_risk_order": scores,
        "suppliers_risk_country": scores.filter(country="CN"),
        "suppliers_risk_band": scores.filter(band="high"),
    }
    for index, rows in plans.items():
        assert_read_in_order(rows.values("pk")[:50], index)


# --- What many rows cost ----------------------------------------------------------------------------------------------


def count_full_reads(table):
    """Return how often this transaction has read the whole table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = %s", [table])
        return cursor.fetchone()[0]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite keeps no plan from one row to the next")
def test_many_relations_are_not_all_read_for_each_although_there_was_none_at_first():
    table, supplier = SupplyRelation._meta.db_table, SupplierFactory()
    count_rows(SupplyRelation)
    before = count_full_reads(table)
    for number in range(5):
        SupplyRelationFactory(supplier=supplier, products_key=f"p{number}", tier=1)
    assert count_full_reads(table) == before
    supplier.refresh_from_db()
    assert supplier.tier_rank == 1

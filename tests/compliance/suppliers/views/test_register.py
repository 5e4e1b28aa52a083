"""The list of suppliers: search, filters, order, pages, saved views."""

import re
from datetime import date

import pytest
from django.utils import timezone

from compliance.suppliers.models import RiskScore, RiskWeights, SavedView, Supplier
from compliance.suppliers.views import register
from tests.factories.suppliers import SiteFactory, SiteFactsFactory, SupplierFactory, SupplyRelationFactory
from tests.support.translations import count_translations


def names(page) -> list[str]:
    """Of the suppliers in the list, in its order."""
    return re.findall(r'<th scope="row"[^>]*><a class="govuk-link" href="[^"]*">([^<]*)</a>', page.content.decode())


@pytest.fixture
def score(db):
    weights = RiskWeights.objects.create(number=99, weights={}, reason="test", made_at=timezone.now())

    def scored(supplier, residual, band, site=None, **changes):
        given = {"computed_at": timezone.now(), "event": "test", "weights": weights, "editions": {}, "inputs": {}}
        given |= {"parts": {}, "confidence": 1, "residual": residual, "band": band}
        return RiskScore.objects.create(supplier=supplier, site=site, **given | changes)

    return scored


@pytest.fixture
def three(organisation, score):
    """Karim in Bangladesh, tier 2 and high; Alder in the UK, tier 1 and low; Zell, of whom little is known."""
    karim = SupplierFactory(organisation=organisation, name="Karim Knit Ltd", country="BD", company_number="KK99")
    site = SiteFactory(supplier=karim, town="Gazipur", country="BD")
    SiteFactsFactory(site=site, last_audit_on=date(2025, 5, 14), open_actions=7, has_alert_a=True)
    SupplyRelationFactory(supplier=karim, tier=2)
    score(karim, 50, "high", site)
    alder = SupplierFactory(organisation=organisation, name="Alder Boxes Ltd", supplier_ref="BOX-1")
    SiteFactsFactory(site=SiteFactory(supplier=alder), last_audit_on=date(2026, 5, 14), open_actions=2)
    SupplyRelationFactory(supplier=alder, tier=1)
    SupplyRelationFactory(supplier=alder, tier=3, products=["Lids"])
    score(alder, 10, "low")
    zell = SupplierFactory(organisation=organisation, name="Zell Staff", country="DE", is_labour_provider=True)
    return karim, alder, zell


def test_an_empty_register_says_what_to_do_first(editor, visit, at):
    assert "Add your first supplier" in editor.get(at("index")).content.decode()
    assert "Add your first supplier" in editor.get(at("index") + "?sort=country&page=9").content.decode()
    assert "can add suppliers" in visit("viewer").get(at("index")).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=karim", ["Karim Knit Ltd"]),
        ("q=BOX-1", ["Alder Boxes Ltd"]),
        ("q=kk99", ["Karim Knit Ltd"]),
        ("q=gazipur", ["Karim Knit Ltd"]),
        ("q=knit gazipur", ["Karim Knit Ltd"]),
        ("q=knit boxes", []),
        ("country=BD", ["Karim Knit Ltd"]),
        ("tier=1", ["Alder Boxes Ltd"]),
        ("tier=3", ["Alder Boxes Ltd"]),
        ("band=high", ["Karim Knit Ltd"]),
        ("band=unknown", ["Zell Staff"]),
        ("providers=on", ["Zell Staff"]),
        ("status=ended", []),
        ("country=nowhere&tier=x&band=&sort=; drop", ["Alder Boxes Ltd", "Karim Knit Ltd", "Zell Staff"]),
    ],
)
def test_the_list_is_narrowed_by_what_the_address_says(editor, at, three, query, found):
    assert names(editor.get(at("index") + "?" + query)) == found


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("name", "Alder Boxes Ltd"),
        ("-name", "Zell Staff"),
        ("country", "Karim Knit Ltd"),
        ("tier", "Alder Boxes Ltd"),
        ("-risk", "Karim Knit Ltd"),
        ("risk", "Alder Boxes Ltd"),
        ("audit", "Karim Knit Ltd"),
        ("-audit", "Alder Boxes Ltd"),
        ("-actions", "Karim Knit Ltd"),
    ],
)
def test_the_list_is_sorted_by_links(editor, at, three, sort, first):
    shown = names(editor.get(at("index") + f"?sort={sort}"))
    assert shown[0] == first
    assert len(shown) == 3


def test_a_supplier_that_has_ended_is_not_in_the_list_until_it_is_asked_for(editor, at, organisation, three):
    SupplierFactory(organisation=organisation, name="Over Ltd", status="ended")
    assert "Over Ltd" not in names(editor.get(at("index")))
    assert "Over Ltd" in names(editor.get(at("index") + "?status=all"))


@pytest.mark.parametrize(("who", "may"), [("administrator", True), ("editor", False), ("viewer", False)])
def test_only_those_who_may_see_alerts_find_by_them(visit, at, three, who, may):
    page = visit(who).get(at("index") + "?alert=on")
    assert ("Only suppliers with an open alert" in page.content.decode()) is may
    assert len(names(page)) == (1 if may else 3)


def test_chosen_filters_are_tags_that_take_themselves_away(editor, at, three):
    page = editor.get(at("index") + "?country=BD&tier=2&sort=-risk").content.decode()
    assert "Country: Bangladesh" in page and "Tier: Tier 2" in page
    assert 'href="?tier=2&amp;sort=-risk"' in page
    assert 'href="?country=BD&amp;sort=-risk"' in page


def test_pages_hold_fifty_and_keep_the_filters(editor, at, organisation):
    for number in range(51):
        SupplierFactory(organisation=organisation, name=f"Alder {number:02d}")
    first, second = (editor.get(at("index") + f"?q=alder&page={page}") for page in (1, 2))
    assert len(names(first)) == 50 and names(second) == ["Alder 50"]
    assert "51 suppliers" in first.content.decode()
    assert "<title>Suppliers (page 2 of 2)" in second.content.decode()
    assert "q=alder" in re.search(r'rel="prev"', second.content.decode()).string


def test_the_list_takes_few_queries_however_long_it_is(visit, at, organisation, django_assert_max_num_queries):
    for number in range(60):
        supplier = SupplierFactory(
            organisation=organisation, name=f"Alder {number:02d}", country=("GB", "IE", "FR")[number // 20],
            company_number=str(10_000_000 + number),
        )  # fmt: skip
        site = SiteFactory(supplier=supplier)
        SiteFactsFactory(site=site, open_actions=1)
    client = visit("administrator")
    client.get(at("index"))  # the first page of a web session also notes that it is in use
    for query, queries in {
        "": 8,
        "?q=alder unit&country=GB&sort=-risk&band=unknown": 8,
        "?sort=audit&page=2": 8,
        "?sort=-tier": 8,
        "?sort=country": 8,  # of three countries
        "?sort=country&page=2": 8,
        "?statement=not_found": 8,
        "?sector=construction&spend=under&audit=never&owner=none&turnover=over&sort=-spend": 8,
    }.items():
        with django_assert_max_num_queries(queries):
            assert client.get(at("index") + query).status_code == 200


def test_a_neighbour_with_the_same_references_shares_nothing(editor, at, three):
    other = SupplierFactory(supplier_ref="BOX-1", name="Alder of a neighbour")
    SiteFactory(supplier=other, town="Gazipur")
    assert names(editor.get(at("index") + "?q=alder")) == ["Alder Boxes Ltd"]
    assert names(editor.get(at("index") + "?q=gazipur")) == ["Karim Knit Ltd"]


def test_a_view_is_saved_under_a_name_for_everybody(editor, visit, at, organisation, three):
    answer = editor.post(at("save_view") + "?country=BD&page=3", {"name": "High risk in Asia", "is_shared": "yes"})
    assert answer.status_code == 303 and answer["Location"].endswith("/suppliers/?country=BD")
    page = visit("viewer").get(at("index")).content.decode()
    assert '<a class="govuk-link" href="?country=BD">High risk in Asia</a>' in page
    again = editor.post(at("save_view") + "?tier=1", {"name": "High risk in Asia", "is_shared": "yes"})
    assert again.status_code == 422 and "already have a view with this name" in again.content.decode()
    view = SavedView.objects.get()
    assert editor.post(at("remove_view", view.uuid)).status_code == 303
    assert not SavedView.objects.exists()


def test_a_view_of_ones_own_is_seen_and_removed_by_its_maker_alone(editor, visit, at, three):
    viewer = visit("viewer")
    assert viewer.post(at("save_view") + "?country=BD", {"name": "Mine"}).status_code == 303
    view = SavedView.objects.get()
    assert not view.is_shared
    assert ">Mine</a> (only you)" in viewer.get(at("index")).content.decode()
    assert ">Mine</a>" not in editor.get(at("index")).content.decode()
    assert editor.post(at("remove_view", view.uuid)).status_code == 404
    assert editor.post(at("save_view"), {"name": "Mine", "is_shared": "no"}).status_code == 303
    assert viewer.post(at("remove_view", view.uuid)).status_code == 303
    assert SavedView.objects.get().made_by != view.made_by


def test_a_shared_view_is_removed_by_writers_alone(editor, visit, at, three):
    editor.post(at("save_view"), {"name": "Ours", "is_shared": "yes"})
    assert visit("viewer").post(at("remove_view", SavedView.objects.get().uuid)).status_code == 403


def test_each_person_chooses_the_columns(editor, visit, at, three):
    assert editor.post(at("columns"), {"columns": ["bogus"]}).status_code == 422
    answer = editor.post(at("columns") + "?country=BD", {"columns": ["reference", "category", "number"]})
    assert answer["Location"].endswith("/suppliers/?country=BD")
    page = editor.get(at("index")).content.decode()
    assert re.findall(r'data-column="([^"]*)"', page)[:3] == ["Your reference", "Category", "Company number"]
    assert "KK99" in page
    assert 'data-column="Country"' in visit("viewer").get(at("index")).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("category=Packaging", ["Alder Boxes Ltd"]),
        ("category=Cloth", ["Alder Boxes Ltd", "Karim Knit Ltd", "Zell Staff"]),
        ("owner=none", ["Karim Knit Ltd", "Zell Staff"]),
        ("owner=me", ["Alder Boxes Ltd", "Karim Knit Ltd", "Zell Staff"]),
        ("spend=1000000", ["Karim Knit Ltd"]),
        ("spend=100000", ["Karim Knit Ltd"]),
        ("spend=under", ["Alder Boxes Ltd"]),
        ("spend=unknown", ["Zell Staff"]),
        ("audit=never", ["Zell Staff"]),
        ("audit=within_1", ["Alder Boxes Ltd"]),
        ("audit=over_1", ["Karim Knit Ltd"]),
        ("audit=over_3", []),
        ("turnover=over", ["Karim Knit Ltd"]),
        ("turnover=under", ["Alder Boxes Ltd"]),
        ("turnover=unknown", ["Zell Staff"]),
        ("sector=fashion_textiles", ["Karim Knit Ltd"]),
        ("sort=-spend", ["Karim Knit Ltd", "Alder Boxes Ltd", "Zell Staff"]),
    ],
)
def test_the_list_is_filtered_by_what_buyers_ask(visit, people, at, three, query, found, monkeypatch):
    monkeypatch.setattr(register, "today", lambda: date(2026, 11, 24))
    karim, alder, _zell = three
    Supplier.objects.filter(pk=alder.pk).update(category="Packaging", owner=people["editor"], is_over_turnover=False)
    Supplier.objects.filter(pk=karim.pk).update(is_over_turnover=True)
    SupplyRelationFactory(
        supplier=karim, tier=1, products=["Shirts"], annual_spend_pence=150_000_000, sector="fashion_textiles"
    )
    SupplyRelationFactory(supplier=alder, tier=1, products=["Boxes"], annual_spend_pence=90_000)
    assert names(visit("editor").get(at("index") + "?" + query)) == found


def test_the_list_is_filtered_by_the_manager(visit, people, at, three):
    Supplier.objects.filter(name="Zell Staff").update(owner=people["administrator"])
    page = visit("editor").get(at("index") + f"?owner={people['administrator'].uuid}")
    assert names(page) == ["Zell Staff"]


def test_a_row_has_only_its_own_words_translated(visit, at, organisation):
    """Its country, tier, band and statement; the heads of the columns are the same for all rows."""
    client = visit("viewer")
    SupplierFactory(organisation=organisation, name="First")
    client.get(at("index"))
    one = count_translations(lambda: client.get(at("index")))
    for number in range(20):
        SupplierFactory(organisation=organisation, name=f"Another {number}")
    several = count_translations(lambda: client.get(at("index")))
    assert several - one <= 20 * 4

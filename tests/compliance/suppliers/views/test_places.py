"""The map of places: where they are, marks that open, and the list that says the same."""

import re

import pytest
from django.utils import timezone

from compliance.suppliers import svg_map
from compliance.suppliers.models import RiskScore, RiskWeights, Site, Supplier
from compliance.suppliers.rules import map_clusters as rules
from tests.factories.suppliers import SiteFactory, SupplierFactory

GAZIPUR, DHAKA, LEEDS = (23.99, 90.42), (23.81, 90.41), (53.8, -1.55)


def test_places_are_where_the_drawing_of_the_world_has_them():
    world = svg_map.load_world()
    assert world is not None
    assert {"GB", "CD", "BA", "SS", "XK"} <= set(world.middles) and len(world.middles) > 170
    x, y = rules.project(0, 51.5)
    assert abs(x - 500) < 1 and abs(y - world.middles["GB"][1]) < 25
    assert [round(number) for number in rules.project(180, 84)][1] == 0


# --- The page -------------------------------------------------------------------------------------------------------


def place(organisation, name, coordinates=None, country="BD"):
    supplier = SupplierFactory(organisation=organisation, name=f"{name} Ltd", country=country)
    latitude, longitude = coordinates or (None, None)
    site = SiteFactory(supplier=supplier, name=name, country=country, latitude=latitude, longitude=longitude)
    weights, _new = RiskWeights.objects.get_or_create(number=1, defaults={"weights": {}, "made_at": timezone.now()})
    RiskScore.objects.create(
        supplier=supplier, site=site, computed_at=timezone.now(), event="test", weights=weights, editions={}, inputs={},
        parts={}, confidence=1,
    )  # fmt: skip
    return site


@pytest.mark.django_db
def test_the_map_starts_where_the_suppliers_are_and_opens(visit, at, organisation):
    viewer = visit("viewer")
    place(organisation, "Gazipur works", GAZIPUR)
    place(organisation, "Dhaka works", DHAKA)
    leeds = place(organisation, "Leeds works", LEEDS, country="GB")
    page = viewer.get(at("map")).text
    _x, _y, width, height = (float(n) for n in re.search(r'<svg viewBox="([^"]+)"', page)[1].split())
    assert width < 400, "not the whole world"
    assert abs(height / width - rules.ASPECT) < 0.01
    marks = re.findall(r'<a href="([^"]+)" class="portal-places__mark"><title>([^<]+)</title>', page)
    assert [text for _address, text in marks] == ["Bangladesh: 2 sites and suppliers", "Leeds works, United Kingdom"]
    assert marks[1][0] == at("site", leeds.uuid)
    # The list has the same links in the same order.
    listed = page.split("Places on this map")[1]
    assert [address for address, _text in marks] == re.findall(r'<li><a class="govuk-link" href="([^"]+)"', listed)[:2]
    opened = viewer.get(marks[0][0].replace("&amp;", "&")).text
    assert "Gazipur works, Bangladesh" in opened and "Dhaka works, Bangladesh" in opened
    assert "Leeds works" not in opened and "Show all places" in opened and "Zoom out" in opened


@pytest.mark.django_db
def test_a_place_without_coordinates_is_in_its_country_and_one_without_a_shape_in_the_list(visit, at, organisation):
    place(organisation, "Somewhere")
    place(organisation, "Somewhere else")
    place(organisation, "Island works", country="SG")
    place(organisation, "Nowhere", country="")
    page = visit("viewer").get(at("map")).text
    assert 'stroke-dasharray="4 3"' in page
    assert f'href="{at("risk")}?country=BD" class="portal-places__mark"' in page
    missing = page.split("Not on the map")[1]
    assert "Singapore: 1" in missing and "Country not known: 1" in missing


@pytest.mark.django_db
def test_the_map_asks_nothing_of_another_host_and_has_no_style(visit, at, organisation):
    place(organisation, "Gazipur works", GAZIPUR)
    drawing = visit("viewer").get(at("map")).text.split('<svg class="portal-places"')[1].split("</figure>")[0]
    assert "http" not in drawing and "style=" not in drawing and "<script" not in drawing


@pytest.mark.django_db
@pytest.mark.parametrize("view", ["rubbish", "900,400,10", "-1,-1,2"])
def test_a_view_without_places_says_so(visit, at, organisation, view):
    place(organisation, "Gazipur works", GAZIPUR)
    response = visit("viewer").get(at("map"), {"at": view})
    assert response.status_code == 200
    assert ("There are no places in this part of the map" in response.text) is (view != "rubbish")


@pytest.mark.django_db
def test_the_list_stands_without_the_drawing_and_an_empty_register_says_what_to_do(
    visit, at, organisation, monkeypatch
):
    assert "There are no places to show" in visit("viewer").get(at("map")).text
    place(organisation, "Gazipur works", GAZIPUR)
    monkeypatch.setattr(svg_map, "load_world", lambda: None)
    page = visit("viewer").get(at("map")).text
    assert "Gazipur works, Bangladesh" in page and "portal-places" not in page


@pytest.mark.django_db
def test_the_map_asks_as_often_for_many_places(visit, at, organisation, django_assert_max_num_queries):
    weights = place(organisation, "Gazipur works", GAZIPUR).scores.get().weights
    suppliers = Supplier.objects.bulk_create(
        Supplier(organisation=organisation, supplier_ref=f"M{n}", key=f"m{n}", name=f"Many {n}") for n in range(300)
    )
    sites = Site.objects.bulk_create(
        Site(
            organisation=organisation, supplier=row, site_ref=row.key, key=row.key, name=row.name,
            latitude=20 + n % 40, longitude=n % 90,
        )
        for n, row in enumerate(suppliers)
    )  # fmt: skip
    RiskScore.objects.bulk_create(
        RiskScore(
            supplier_id=site.supplier_id, site=site, computed_at=timezone.now(), event="test", weights=weights,
            editions={}, inputs={}, parts={}, confidence=1,
        )
        for site in sites
    )  # fmt: skip
    viewer = visit("viewer")
    viewer.get(at("map"))
    with django_assert_max_num_queries(8):
        page = viewer.get(at("map")).text
    assert 10 < page.count("portal-places__mark") < 70

"""The map beside the list: where the services of the page are, never at an address."""

import re

import pytest

from learning.directory import uk_map
from learning.directory.models import Service
from portal.reference import places
from tests.factories.directory import BATH, BELFAST, BRISTOL, UK, ServiceFactory

FRAME = uk_map.Frame(width=362, height=640, west=-8.7, north=61, across=33.18, down=57.14)


@pytest.fixture(autouse=True)
def frame(monkeypatch):
    monkeypatch.setattr(uk_map, "read_frame", lambda: FRAME)


def entries(*listed):
    return [Service(areas=list(codes), slug=f"entry-{number}") for number, codes in enumerate(listed)]


def test_each_place_is_marked_with_the_number_of_its_services():
    drawn = uk_map.draw_map(entries([BRISTOL, BELFAST], [BRISTOL], [UK]), here=None)
    assert drawn.places == ["Belfast: 1 service", "Bristol: 2 services"]
    assert drawn.elsewhere == 1
    assert re.findall(r">(\d+)</text>", drawn.drawing) == ["2", "1"]


def test_places_too_near_to_be_told_apart_share_a_disc_and_count_a_service_once():
    drawn = uk_map.draw_map(entries([BRISTOL, BATH], [BRISTOL], [BATH]), here=None)
    assert drawn.places == ["Bath and North East Somerset: 2 services", "Bristol: 2 services"]
    assert re.findall(r">(\d+)</text>", drawn.drawing) == ["3"]


def test_places_stand_where_they_are():
    belfast, bristol = (FRAME.place(places.get_council(code)) for code in (BELFAST, BRISTOL))
    assert belfast[0] < bristol[0]
    assert belfast[1] < bristol[1]
    for council in places.get_councils():
        x, y = FRAME.place(council)
        assert 0 < x < FRAME.width and 0 < y < FRAME.height, council.name


def test_the_place_that_was_asked_for_has_a_ring():
    assert 'r="17"' in uk_map.draw_map(entries([BRISTOL]), here=places.get_council(BRISTOL)).drawing
    assert 'r="17"' not in uk_map.draw_map(entries([BRISTOL]), here=None).drawing


def test_a_list_without_places_or_a_set_up_without_shapes_has_no_map(monkeypatch):
    assert uk_map.draw_map(entries([UK], ["iso:TH"]), here=None) is None
    monkeypatch.setattr(uk_map, "read_frame", lambda: None)
    assert uk_map.draw_map(entries([BRISTOL]), here=None) is None


def test_it_has_a_name_and_no_style_or_script():
    drawing = uk_map.draw_map(entries([BRISTOL]), here=None).drawing
    assert 'role="img" aria-labelledby="map-title map-text"' in drawing
    assert "style=" not in drawing and "<script" not in drawing


@pytest.mark.django_db
def test_the_page_lists_first_then_draws_and_says_the_same_in_words(client):
    ServiceFactory(name="Lantern House", areas=[BRISTOL])
    ServiceFactory(name="Everywhere", areas=[UK])
    page = client.post("/services/", {"place": "Bristol"}).text
    assert page.index("Lantern House") < page.index("On the map") < page.index('<svg class="portal-map')
    assert "Bristol: 1 service<" in page
    assert "1 service covers a whole region or nation" in page

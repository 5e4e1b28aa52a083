"""The tile maps: every area has one tile of its own, and areas that touch on a map are near each other."""

import pytest

from compliance.statistics.presenters.charts import get_tile_places
from compliance.statistics.rule_sets import get_rule_set

NO_AREAS = {"abroad", "several", "not_known", "other"}


@pytest.mark.parametrize(("dimension", "count"), [("region", 12), ("police_force", 45)])
def test_every_area_has_a_tile_of_its_own(dimension, count):
    places = get_tile_places()[dimension]
    assert set(places) == {group.code for group in get_rule_set().dimensions[dimension].groups} - NO_AREAS
    assert len(places) == len({place[:2] for place in places.values()}) == count
    assert len({short for _column, _row, short in places.values()}) == count
    assert all(1 <= len(short) <= 4 for _column, _row, short in places.values())


@pytest.mark.parametrize(
    ("dimension", "one", "other"),
    [
        ("region", "scotland", "north_east"),
        ("region", "london", "south_east"),
        ("region", "wales", "west_midlands"),
        ("police_force", "metropolitan_police_service", "city_of_london_police"),
        ("police_force", "lancashire_constabulary", "greater_manchester_police"),
        ("police_force", "gwent_police", "south_wales_police"),
        ("police_force", "kent_police", "sussex_police"),
    ],
)
def test_neighbours_are_beside_each_other(dimension, one, other):
    places = get_tile_places()[dimension]
    (x1, y1, _), (x2, y2, _) = places[one], places[other]
    assert max(abs(x1 - x2), abs(y1 - y2)) == 1

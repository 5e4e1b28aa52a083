"""How far places are apart."""

import pytest

from learning.directory.rules.distance import bounding_box, distance_km


def test_distance_is_along_the_surface():
    london_to_edinburgh = distance_km(51.5074, -0.1278, 55.9533, -3.1883)
    assert london_to_edinburgh == pytest.approx(534, abs=3)
    assert distance_km(51, 0, 51, 0) == 0


def test_a_box_holds_the_whole_circle():
    south, north, west, east = bounding_box(52, -1, 10)
    for latitude, longitude in ((south, -1), (north, -1), (52, west), (52, east)):
        assert distance_km(52, -1, latitude, longitude) >= 10

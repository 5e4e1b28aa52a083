import pytest

from compliance.hotspots.rules.bands import BAND_ORDER, band_people
from portal.reference import helpline


def test_every_band_of_the_list_has_its_place_but_the_one_that_is_never_shown():
    assert set(BAND_ORDER) | {"too_few"} == set(helpline.get_labels("hotspot_band"))
    assert sorted(BAND_ORDER, key=BAND_ORDER.get)[0] == "hot_99"


@pytest.mark.parametrize(
    ("number", "band"),
    [(0, "0"), (1, "1-4"), (4, "1-4"), (5, "5-9"), (19, "10-19"), (20, "20-49"), (50, "50+"), (900, "50+")],
)
def test_people_are_told_as_a_span(number, band):
    assert band_people(number) == band

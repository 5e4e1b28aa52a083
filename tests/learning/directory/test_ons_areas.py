"""Where a service works."""

import pytest

from learning.directory import ons_areas
from portal.reference import places
from tests.factories.directory import BATH, BELFAST, BRISTOL, CARDIFF, CHESTERFIELD, DERBYSHIRE, UK


def test_a_district_is_covered_by_its_county_region_nation_and_the_kingdom():
    found = ons_areas.get_overlapping_areas(CHESTERFIELD)
    assert found == {CHESTERFIELD, DERBYSHIRE, "E12000004", "E92000001", UK}
    assert [ons_areas.get_rank(code) for code in sorted(found, key=ons_areas.get_rank)] == [0, 1, 2, 3, 4]


def test_a_county_is_covered_by_services_of_its_districts_too():
    assert CHESTERFIELD in ons_areas.get_overlapping_areas(DERBYSHIRE)


@pytest.mark.parametrize("code", [BRISTOL, CARDIFF, BELFAST, "S12000033"])
def test_outside_two_tiers_a_council_stands_for_itself(code):
    found = ons_areas.get_overlapping_areas(code)
    assert {ons_areas.get_rank(one) for one in found} <= {0, 2, 3, 4}
    assert UK in found


def test_every_council_has_areas_with_names():
    for code in {code for council in places.get_councils() for code in ons_areas.get_overlapping_areas(council.code)}:
        assert ons_areas.is_area(code)
        assert ons_areas.get_name(code) != code
        assert ons_areas.get_linked_data_url(code).endswith(code)


def test_a_nation_is_covered_by_all_within_it_and_the_kingdom():
    found = ons_areas.get_overlapping_areas("W92000004")
    assert {"W92000004", CARDIFF, UK} <= found
    assert BRISTOL not in found
    assert len(found) == 2 + 22
    assert ons_areas.get_overlapping_areas("iso:TH") == {"iso:TH"}
    assert ons_areas.get_overlapping_areas("nowhere") == frozenset()


def test_what_is_no_area_is_told_apart():
    assert not ons_areas.is_area("E99999999")
    assert not ons_areas.is_area("iso:XQ")
    assert ons_areas.is_area("iso:TH")
    assert ons_areas.get_name("iso:TH") == "Thailand"
    assert ons_areas.get_linked_data_url("iso:TH") is None


def test_the_nearest_council_stands_first_and_none_of_its_own():
    assert ons_areas.get_nearest_councils(BATH)[0][0] == BRISTOL
    near = [code for code, _km in ons_areas.get_nearest_councils(CHESTERFIELD)]
    assert DERBYSHIRE not in near
    assert CHESTERFIELD not in near
    distances = [km for _code, km in ons_areas.get_nearest_councils(BRISTOL)]
    assert distances == sorted(distances)

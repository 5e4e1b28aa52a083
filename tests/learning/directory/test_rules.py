"""How long an entry holds, how far places are apart, where a service works, and what people look for."""

from datetime import date

import pytest

from learning.directory import need_categories, ons_areas
from learning.directory.rules import review
from learning.directory.rules.distance import box, kilometres
from portal.reference import helpline, places
from tests.factories.directory import BATH, BELFAST, BRISTOL, CARDIFF, CHESTERFIELD, DERBYSHIRE, UK


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 24), 6, date(2027, 5, 24)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2027, 3, 31), -1, date(2027, 2, 28)),
    ],
    ids=str,
)
def test_months_are_counted_by_the_calendar(day, months, later):
    assert review.after_months(day, months) == later


def test_staff_look_again_after_six_months_and_partners_after_a_year():
    day = date(2026, 11, 24)
    assert review.next_review(day, by_partner=False) == date(2027, 5, 24)
    assert review.next_review(day, by_partner=True) == date(2027, 11, 24)
    assert review.due_to_remind(date(2028, 5, 24)) == date(2027, 11, 24)
    assert review.due_to_hide(date(2028, 11, 24)) == date(2027, 11, 24)


def test_distance_is_along_the_surface():
    london_to_edinburgh = kilometres(51.5074, -0.1278, 55.9533, -3.1883)
    assert london_to_edinburgh == pytest.approx(534, abs=3)
    assert kilometres(51, 0, 51, 0) == 0


def test_a_box_holds_the_whole_circle():
    south, north, west, east = box(52, -1, 10)
    for latitude, longitude in ((south, -1), (north, -1), (52, west), (52, east)):
        assert kilometres(52, -1, latitude, longitude) >= 10


def test_a_district_is_covered_by_its_county_region_nation_and_the_kingdom():
    found = ons_areas.covering(CHESTERFIELD)
    assert found == {CHESTERFIELD, DERBYSHIRE, "E12000004", "E92000001", UK}
    assert [ons_areas.rank_of(code) for code in sorted(found, key=ons_areas.rank_of)] == [0, 1, 2, 3, 4]


def test_a_county_is_covered_by_services_of_its_districts_too():
    assert CHESTERFIELD in ons_areas.covering(DERBYSHIRE)


@pytest.mark.parametrize("code", [BRISTOL, CARDIFF, BELFAST, "S12000033"])
def test_outside_two_tiers_a_council_stands_for_itself(code):
    found = ons_areas.covering(code)
    assert {ons_areas.rank_of(one) for one in found} <= {0, 2, 3, 4}
    assert UK in found


def test_every_council_has_areas_with_names():
    for code in {code for council in places.councils() for code in ons_areas.covering(council.code)}:
        assert ons_areas.is_area(code)
        assert ons_areas.name_of(code) != code
        assert ons_areas.address_of(code).endswith(code)


def test_a_nation_is_covered_by_all_within_it_and_the_kingdom():
    found = ons_areas.covering("W92000004")
    assert {"W92000004", CARDIFF, UK} <= found
    assert BRISTOL not in found
    assert len(found) == 2 + 22
    assert ons_areas.covering("iso:TH") == {"iso:TH"}
    assert ons_areas.covering("nowhere") == frozenset()


def test_what_is_no_area_is_told_apart():
    assert not ons_areas.is_area("E99999999")
    assert not ons_areas.is_area("iso:XQ")
    assert ons_areas.is_area("iso:TH")
    assert ons_areas.name_of("iso:TH") == "Thailand"
    assert ons_areas.address_of("iso:TH") is None


def test_the_nearest_council_stands_first_and_none_of_its_own():
    assert ons_areas.nearest_to(BATH)[0][0] == BRISTOL
    near = [code for code, _km in ons_areas.nearest_to(CHESTERFIELD)]
    assert DERBYSHIRE not in near
    assert CHESTERFIELD not in near
    distances = [km for _code, km in ons_areas.nearest_to(BRISTOL)]
    assert distances == sorted(distances)


def test_every_kind_of_service_answers_to_one_need_at_least():
    answered = {kind for need in need_categories.NEEDS for kind in need_categories.types_of(need)}
    assert answered == set(helpline.codes(need_categories.LIST))


def test_a_need_may_also_be_a_code_of_the_vocabulary():
    assert need_categories.types_of("legal_advice") == ("legal_advice",)
    assert need_categories.types_of("nothing") == ()
    assert need_categories.label_of("legal_advice") == "Legal advice"

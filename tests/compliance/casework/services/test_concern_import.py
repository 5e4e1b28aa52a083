"""What a concern says of places and people becomes a row each."""

import pytest

from tests.factories.casework import keys_of, taken_by

pytestmark = pytest.mark.django_db
CARDS = {
    "town": "Leicester",
    "place_role": "current",
    "places": [
        {"id": "1", "town": "Glasgow", "place_role": "accommodation"},
        {"id": "2", "country": "Bangladesh", "place_role": "not_sure"},
    ],
    "pv_count_mode": "exact",
    "pv_count_min": 6,
    "groups": [{"id": "3", "pv_count_mode": "minimum", "pv_count_min": 2, "age_band": ["10_15"]}],
}


def test_each_place_is_a_row_with_what_it_is_and_where(handler):
    case = taken_by(handler, **CARDS)
    keys = keys_of(handler)
    found = {row.role: (keys.facts(row, "place"), row.nation, row.in_uk) for row in case.caselocations.all()}
    assert {role: (said.get("town"), nation, in_uk) for role, (said, nation, in_uk) in found.items()} == {
        "current": ("Leicester", "england", True),
        "accommodation": ("Glasgow", "scotland", True),
        # Nothing is sure of it: it is taken for where it happens, as a place of which nothing was said.
        "exploitation": (None, "", False),
    }
    assert found["exploitation"][0]["country"] == "Bangladesh"


def test_each_group_is_a_row(handler):
    case = taken_by(handler, **CARDS)
    found = list(case.persongroups.order_by("count_min").values_list("count_mode", "count_min", "age_bands"))
    assert found == [("minimum", 2, ["10_15"]), ("exact", 6, [])]


def test_a_place_of_which_nothing_is_said_is_where_it_happens(handler):
    assert taken_by(handler, town="Leicester").caselocations.get().role == "exploitation"


def test_who_hired_the_workers_stands_with_the_business(handler):
    case = taken_by(handler, purpose="business_concern", subject_organisation="A mill", labour_provider="Q Staffing")
    said = keys_of(handler).facts(case.casesupplychainlinks.get(), "details")
    assert (said["business"], said["labour_provider"]) == ("A mill", "Q Staffing")

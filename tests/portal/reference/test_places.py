"""Councils and police forces: found by what people type, and never guessed."""

import pytest

from portal.reference import helpline, places, tables
from tests.factories.domain import needs_domain, shared_rows


def only(text):
    """The first council found."""
    return places.find_councils(text)[0]


def names(text):
    return [one.name for one in places.find_councils(text)]


@needs_domain
def test_councils_are_those_of_the_table():
    forces = places.get_police_forces()
    theirs = {row["gss_code"]: row for row in shared_rows("uk_local_authorities")}
    assert {one.code for one in places.get_councils()} == set(theirs)
    for one in places.get_councils():
        row = theirs[one.code]
        above = places.get_children_services(one)
        assert (one.name, one.tier, str(one.population)) == (row["name"], row["tier"], row["population_2020"])
        assert helpline.get_labels("nation")[one.nation] == row["nation"]
        assert helpline.get_labels("region")[one.region] == row["region"]
        assert (above.name if above else "") == row["children_services_authority"]
        assert forces[one.police_force].name == row["police_force"]
        assert (one.latitude, one.longitude) == (float(row["latitude"]), float(row["longitude"]))


@needs_domain
def test_forces_are_those_of_the_table():
    assert [(one.code, one.name, one.kind, one.area_code or "") for one in places.get_police_forces().values()] == [
        (row["code"], row["name"], row["kind"], row["police_force_area_gss_code"])
        for row in shared_rows("uk_police_forces")
    ]


def test_a_child_in_a_district_is_the_countys_and_the_countys_police_are_called():
    chesterfield = only("Chesterfield")
    assert (chesterfield.tier, places.get_children_services(chesterfield).name) == ("lower", "Derbyshire")
    assert places.get_police_force(chesterfield).name == "Derbyshire Constabulary"


def test_a_council_of_one_tier_and_a_county_have_their_own_childrens_services():
    for name in ("Leeds", "Derbyshire", "Cardiff", "Fife", "City of London"):
        assert places.get_children_services(only(name)) == only(name)


def test_in_northern_ireland_no_trust_is_guessed():
    belfast = only("Belfast")
    assert (belfast.nation, places.get_children_services(belfast)) == ("northern-ireland", None)
    assert places.get_police_force(belfast).name == "Police Service of Northern Ireland"
    assert places.get_police_force(belfast).area_code is None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("chesterfield", "Chesterfield"),
        ("  CHESTERFIELD  borough council ", "Chesterfield"),
        ("Borough of Chesterfield", "Chesterfield"),
        ("chesterf", "Chesterfield"),
        ("Chesterfeild", "Chesterfield"),
        ("London Borough of Camden", "Camden"),
        ("City of Westminster", "Westminster"),
        ("city of london", "City of London"),
        ("london", "City of London"),
        ("Durham", "County Durham"),
        ("Hull", "Kingston upon Hull"),
        ("Kings Lynn", "King's Lynn and West Norfolk"),
        ("king’s lynn", "King's Lynn and West Norfolk"),
        ("Saint Helens", "St. Helens"),
        ("Hammersmith & Fulham", "Hammersmith and Fulham"),
        ("Ynys Mon", "Isle of Anglesey"),
        ("Cyngor Sir y Fflint", "Flintshire"),
        ("Western Isles", "Na h-Eileanan Siar"),
        ("Derbyshire County Council", "Derbyshire"),
    ],
)
def test_a_council_is_found_by_what_people_type(typed, name):
    assert only(typed).name == name


def test_the_name_itself_comes_first_and_then_those_that_begin_so():
    assert names("derbyshire") == ["Derbyshire", "Derbyshire Dales", "North East Derbyshire", "South Derbyshire"]


@pytest.mark.parametrize("typed", ["", "   ", "!?", "Atlantis", "\x00", "٣" * 500])
def test_what_is_no_council_finds_none(typed):
    assert places.find_councils(typed) == ()


def test_no_more_are_given_than_asked_for():
    assert len(places.find_councils("council", limit=7)) == 7


def test_a_code_of_old_still_finds_its_council():
    assert places.get_council("E08000019").name == "Sheffield"
    assert places.get_council("E08000039").name == "Sheffield"
    assert places.get_council("E00000000") is None


def test_every_council_but_those_of_northern_ireland_leads_to_childrens_services():
    without = {one.nation for one in places.get_councils() if places.get_children_services(one) is None}
    assert without == {"northern-ireland"}
    assert all(places.get_police_force(one).kind == "territorial" for one in places.get_councils())


def test_people_are_counted_once_without_the_upper_tier():
    assert sum(one.population for one in places.get_councils() if one.tier != "upper") == 67_081_234


def test_the_tables_say_where_they_come_from_and_what_is_to_be_printed():
    for table in ("councils", "police_forces"):
        assert all(tables.read_table(table)[key] for key in ("about", "source", "edition", "licence"))
    assert "Crown copyright" in places.attribution()
    assert "mySociety" in places.attribution()

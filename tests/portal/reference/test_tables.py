"""Countries and sectors: complete, in the registry's codes, with their source."""

from portal.reference import tables
from tests.factories.domain import domain, needs_domain


def test_there_are_as_many_countries_and_territories_as_the_registry_lists():
    codes = list(tables.country_names())
    assert len(codes) == len(set(codes)) == 278
    assert sum(code.startswith("country:") for code in codes) == 199
    assert all(code.startswith(("country:", "territory:")) for code in codes)
    assert tables.country_names()["country:GB"] == "United Kingdom"


def test_states_that_ended_are_not_offered_but_still_have_a_name():
    assert "country:SU" not in {country.code for country in tables.countries()}
    assert tables.country_names()["country:SU"] == "USSR"
    assert len(tables.countries()) == 274


def test_iso_codes_name_whole_places_once():
    names = tables.iso_countries()
    assert names["AE"] == "United Arab Emirates"
    assert names["GB"] == "United Kingdom"
    assert len(names) == 247


def test_each_table_says_where_it_comes_from():
    for table in ("countries", "sectors"):
        assert all(tables.read_table(table)[key] for key in ("about", "source", "edition", "licence"))


@needs_domain
def test_sectors_are_those_of_the_vocabulary():
    values = domain()["enumerations"]["sector"]["values"]
    assert [(s.code, s.name, s.number) for s in tables.sectors()] == [
        (value["code"], value["label"], value["registry"]) for value in values
    ]

"""Numbers for people in need: the right ones for a nation, each with its source."""

import pytest

from portal.reference import emergency_numbers, helpline, tables
from tests.factories.domain import needs_domain, shared_services

# Our code, and the entry of the seed directory that its numbers are held against.
SEEDS = {
    "emergency": "police-emergency",
    "police": "police-non-emergency",
    "nspcc": "nspcc-helpline",
    "childline": "childline",
    "guardians": "barnardos-ictg",
    "salvation_army": "salvation-army-msvcc",
    "migrant_help_scotland": "migrant-help-scotland",
    "tara": "tara",
    "migrant_help_northern_ireland": "migrant-help-northern-ireland",
    "womens_aid_northern_ireland": "belfast-lisburn-womens-aid",
    "crimestoppers": "crimestoppers",
    "acas": "acas",
    "labour_relations_agency": "lra-northern-ireland",
    "health_and_safety": "hse-concerns",
}


def codes(found):
    return [one.code for one in found]


@needs_domain
@pytest.mark.parametrize(("code", "slug"), SEEDS.items())
def test_numbers_and_sources_are_those_of_the_directory(code, slug):
    contact, seed = emergency_numbers.get_contacts()[code], shared_services()[slug]
    assert [one.number for one in contact.numbers if one.kind != "silent"] == [
        phone["number"] for phone in seed["phones"]
    ]
    assert (list(contact.sources), contact.confidence) == (seed["source"], seed["confidence"])
    assert seed["visibility"] == "public"


def test_every_contact_has_a_number_a_source_and_nations_of_the_list():
    assert set(emergency_numbers.get_contacts()) == set(SEEDS)
    for one in emergency_numbers.get_contacts().values():
        assert one.numbers
        assert one.sources
        assert set(one.nations) <= set(helpline.get_labels("nation"))


def test_danger_comes_first_for_a_child_and_guardians_only_where_they_are():
    assert codes(emergency_numbers.contacts_for_children("wales")) == ["emergency", "nspcc", "childline", "guardians"]
    assert codes(emergency_numbers.contacts_for_children("scotland")) == ["emergency", "nspcc", "childline"]
    assert codes(emergency_numbers.contacts_for_children()) == ["emergency", "nspcc", "childline"]


def test_childline_and_the_nspcc_have_their_numbers():
    found = emergency_numbers.get_contacts()
    assert [found[code].numbers[0].number for code in ("nspcc", "childline", "guardians")] == [
        "0808 800 5000",
        "0800 1111",
        "0800 043 4303",
    ]


def test_who_cannot_speak_or_hear_has_a_way_to_the_emergency_services():
    emergency = {one.kind: one.number for one in emergency_numbers.get_contacts()["emergency"].numbers}
    assert emergency == {"call": "999", "textphone": "18000", "text": "999", "silent": "55"}


def test_each_nation_has_its_routes_and_what_is_not_known_is_not_made_up():
    routes = emergency_numbers.get_routes()
    assert list(routes) == list(helpline.get_labels("nation"))
    assert [one.children for one in routes.values()] == ["council", "council", "council", "trust"]
    assert [one.duty_to_notify for one in routes.values()] == ["home_office", "home_office", None, None]
    assert codes(emergency_numbers.get_adult_support("england")) == ["salvation_army"]
    assert codes(emergency_numbers.get_adult_support("scotland")) == ["tara", "migrant_help_scotland"]
    assert routes["northern-ireland"].rights_at_work == "labour_relations_agency"
    assert routes["northern-ireland"].safety_at_work is None


def test_a_nation_is_sent_only_to_contacts_that_serve_it():
    for nation, one in emergency_numbers.get_routes().items():
        named = {*one.adult_support, one.guardians, one.rights_at_work, one.safety_at_work} - {None}
        assert all(nation in emergency_numbers.get_contacts()[code].nations for code in named)


def test_each_table_says_where_it_comes_from():
    for table in ("contacts", "nations"):
        assert all(tables.read_table(table)[key] for key in ("about", "source", "edition", "licence"))

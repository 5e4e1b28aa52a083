"""Places by their names: every town of the Home Office's list, and never one place silently taken for another."""

import functools
from collections import defaultdict

import pytest

from portal.reference import localities, nrm, places
from portal.reference.localities import find_localities

# Not in the United Kingdom, or too common to say where it is.
NOWHERE = {
    "Central Parade", "Chase Village", "Coldharbour", "Peel", "Risley Close", "The Mews", "Unity Place", "Unknown",
    "Wotton Cross",
}  # fmt: skip


def labels(text):
    return [one.label for one in find_localities(text).localities]


def test_no_town_of_the_home_office_is_taken_for_another_place():
    """Southam was taken for Southampton, and Edenbridge for Redbridge; 38 of 50 towns were not found at all."""
    towns = nrm.get_accepted_labels("towns").values()
    assert len(towns) > 1600
    for town in towns:
        name = town.split(" / ")[0]
        match = find_localities(name)
        if town in NOWHERE:
            assert not match.is_certain, town
            continue
        named = [places.normalise_name(one.name) for one in match.localities]
        known = {places.normalise_name(part) for part in town.split(" / ")}
        exact = [one for one in match.localities if known & _names(one)]
        assert exact, town
        assert not match.is_certain or match.localities[0] in exact or len(match.localities) > 1, (town, named)


@functools.cache
def _other_names():
    """Return by a town's name the others that it goes by: the table is long, so it is read once."""
    others = defaultdict(list)
    for row in localities.read_table("towns")["towns"]:
        others[row["name"]].extend(row.get("also", ()))
    return others


def _names(locality):
    council = locality.council
    also = _other_names().get(locality.name, ())
    return {places.normalise_name(name) for name in (locality.name, *also, council.official_name, *council.also)} | {
        places.strip_affixes(locality.name)
    }


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Southam", "Southam, Stratford-on-Avon, Warwickshire"),
        ("Edenbridge", "Edenbridge, Sevenoaks, Kent"),
        ("kilmarnock", "Kilmarnock, East Ayrshire, Scotland"),
        ("Belfast", "Belfast, Northern Ireland"),
        ("Spalding", "Spalding, South Holland, Lincolnshire"),
        ("South Holland", "South Holland, Lincolnshire"),
        ("Saint Albans", "St Albans, Hertfordshire"),
        ("Kings Lynn", "King's Lynn, King's Lynn and West Norfolk, Norfolk"),
        ("Caerdydd", "Cardiff, Wales"),
        ("Lurgan", "Lurgan, Armagh City, Banbridge and Craigavon, Northern Ireland"),
    ],
)
def test_a_town_leads_to_its_own_council(typed, expected):
    match = find_localities(typed)
    assert (match.is_certain, match.localities[0].label) == (True, expected)


@pytest.mark.parametrize("typed", ["Newport", "Ashford", "Richmond", "Newcastle", "Dromore", "Stoke"])
def test_a_name_that_several_towns_bear_is_a_choice(typed):
    match = find_localities(typed)
    assert not match.is_certain
    assert len({one.council for one in match.localities}) > 1


@pytest.mark.parametrize("typed", ["Soutampton", "Tower Ham", "south", "Brist"])
def test_what_is_only_near_to_a_name_is_a_guess_and_is_said_to_be_one(typed):
    match = find_localities(typed)
    assert match.localities
    assert not match.is_certain


def test_each_choice_leads_to_itself():
    for typed in ("Newport", "Ashford", "south", "Richmond", "Dromore", "Newcastle"):
        for choice in find_localities(typed).localities:
            found = find_localities(choice.label)
            assert (found.is_certain, found.localities[0].council) == (True, choice.council), choice.label


def test_a_county_after_the_name_says_which_one():
    assert labels("Ashford, Kent") == ["Ashford, Kent"]
    assert labels("Newcastle, County Down") == ["Newcastle, Newry, Mourne and Down, Northern Ireland"]


def test_every_town_lies_in_councils_that_are_known_and_not_far_from_them():
    from learning.directory.rules.distance import distance_km

    for row in localities.read_table("towns")["towns"]:
        councils = [places.get_council(code) for code in row["councils"]]
        assert councils and all(councils), row
        if "latitude" in row:
            near = min(distance_km(row["latitude"], row["longitude"], one.latitude, one.longitude) for one in councils)
            assert near < 200, row

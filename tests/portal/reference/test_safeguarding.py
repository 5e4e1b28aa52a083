"""Harm: a report about a child goes to a council that has no social workers, and nobody visits."""

import csv
from pathlib import Path

import pytest

from portal.core.text import fold
from portal.reference import nrm, places, safeguarding, tables

TABLE = Path(__file__).with_name("safeguarding_bodies.csv")
with TABLE.open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))


def bodies(name):
    council = next(one for one in places.get_councils() if one.name == name)
    return [body.name for body in safeguarding.get_bodies_for(council)]


def test_the_table_has_every_council_of_the_file_once_and_a_source_each():
    assert len(ROWS) == 382
    assert {row["council_code"] for row in ROWS} == {one.code for one in places.get_councils()}
    assert all(row["source"] for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row["council"] for row in ROWS])
def test_each_council_leads_to_the_body_that_has_the_duty(row):
    council = places.get_council(row["council_code"])
    assert " | ".join(body.name for body in safeguarding.get_bodies_for(council)) == row["bodies"]


@pytest.mark.parametrize(
    ("council", "expected"),
    [
        ("South Holland", ["Lincolnshire County Council"]),
        ("Chesterfield", ["Derbyshire County Council"]),
        ("East Ayrshire", ["East Ayrshire Council"]),
        ("Lincolnshire", ["Lincolnshire County Council"]),
        ("Isles of Scilly", ["Council of the Isles of Scilly"]),
        ("Cornwall", ["Cornwall Council"]),
        ("Cumberland", ["Cumberland Council"]),
        ("North Yorkshire", ["North Yorkshire Council"]),
        ("Somerset", ["Somerset Council"]),
        ("Derry City and Strabane", ["Western Health and Social Care Trust"]),
    ],
)
def test_councils_that_are_easily_got_wrong(council, expected):
    assert bodies(council) == expected


def test_a_council_of_two_trusts_offers_both_each_with_its_part():
    spanning = {}
    for council in places.get_councils():
        found = safeguarding.get_bodies_for(council)
        if len(found) > 1:
            spanning[council.name] = found
            assert all(body.where for body in found)
    assert set(spanning) == {
        "Belfast", "Causeway Coast and Glens", "Lisburn and Castlereagh", "Mid Ulster", "Newry, Mourne and Down",
    }  # fmt: skip
    assert spanning["Belfast"][0].name == "Belfast Health and Social Care Trust"


def test_the_home_office_lists_each_district_below_the_same_county():
    """A second source for districts: its list of councils, where those of a county follow it."""
    county, below = "", {}
    for one in nrm.first_responders():
        if one.name.endswith(" County Council"):
            county = one.name
        below.setdefault(_core(one.name), county)
    # Made in 2019, they stand at the end of the list; St Albans stands there by another name.
    later = {"East Suffolk", "West Suffolk", "St Albans"}
    for council in places.get_councils():
        if council.tier == "lower" and council.name not in later:
            assert [below[_core(council.name)]] == bodies(council.name), council.name


def _core(name):
    return "".join(word for word in fold(name).split() if word not in nrm.NO_NAMES | {"and"})


def test_no_body_is_a_district_and_the_table_says_where_it_comes_from():
    assert len(safeguarding.get_bodies()) == 21 + 132 + 32 + 22 + 5
    assert all(
        places.get_council(code).tier != "lower" for code in safeguarding.get_bodies() if not code.startswith("hsct")
    )
    table = tables.read_table("safeguarding")
    assert all(table[name] for name in ("about", "source", "edition", "licence", "review_by"))

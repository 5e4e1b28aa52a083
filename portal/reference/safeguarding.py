"""Finds the body that has the duty to safeguard adults and children at a place.

A county council for its districts, a Health and Social Care Trust in Northern Ireland, any other council itself. Where
a council of Northern Ireland has parts in two Trusts both are given, each with its part: a person chooses.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from portal.reference import places
from portal.reference.places import Council
from portal.reference.tables import read_table

NORTHERN_IRELAND, SCOTLAND = "northern-ireland", "scotland"
ENGLAND_AND_WALES = frozenset({"england", "wales"})
# Kinds of recipients (codes of referral_target_type) that only some nations have.
_NATIONS = {
    "hsc_trust": frozenset({NORTHERN_IRELAND}),
    "la_children": ENGLAND_AND_WALES | {SCOTLAND},
    "la_adults": ENGLAND_AND_WALES | {SCOTLAND},
    "ictg": ENGLAND_AND_WALES,
}


class Kind(StrEnum):
    COUNCIL = "council"
    TRUST = "trust"


@dataclass(frozen=True)
class Body:
    """A body. code: the ONS code of a council, or our own of a Trust. where: its part of the council, empty for all of
    it.
    """

    code: str
    name: str
    kind: Kind
    nation: str
    where: str = ""


def get_bodies_for(council: Council) -> tuple[Body, ...]:
    """Return the body that has the duty there, or both where the council has parts in two Trusts."""
    if council.nation == NORTHERN_IRELAND:
        parts = read_table("safeguarding")["northern_ireland"][council.code]
        return tuple(_trust(part["trust"], part["where"]) for part in parts)
    county = _county_by_district().get(council.code)
    return (_council(places.get_council(county) or council if county else council),)


@cache
def get_bodies() -> dict[str, Body]:
    """Return every body by its code: councils by name, then Trusts."""
    councils = {body.code: body for council in places.get_councils() if council.nation != NORTHERN_IRELAND
                for body in get_bodies_for(council)}  # fmt: skip
    by_name = sorted(councils.values(), key=lambda body: body.name)
    return {body.code: body for body in (*by_name, *get_trusts())}


def is_in_any(target_type: str, nations: Collection[str]) -> bool:
    """Return whether one of the nations has this kind of recipient; True where no nation is known."""
    return not nations or target_type not in _NATIONS or not _NATIONS[target_type].isdisjoint(nations)


@cache
def get_trusts() -> tuple[Body, ...]:
    """Return the Health and Social Care Trusts of Northern Ireland."""
    return tuple(_trust(code) for code in read_table("safeguarding")["trusts"])


def _trust(code: str, where: str = "") -> Body:
    name = read_table("safeguarding")["trusts"][code]
    return Body(f"hsct_{code}", name, Kind.TRUST, NORTHERN_IRELAND, where)


def _council(council: Council) -> Body:
    return Body(council.code, council.official_name, Kind.COUNCIL, council.nation)


@cache
def _county_by_district() -> dict[str, str]:
    table = read_table("safeguarding")["districts"]
    return {district: county for county, districts in table.items() for district in districts}

"""Where a service works: codes of the ONS for councils, regions, nations and the United Kingdom; iso:TH for a country.

Codes of councils come from portal.reference.places. Those of the nine regions and the four nations are the ONS's own.
"""

from functools import cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning.directory.rules.distance import kilometres
from portal.reference import places, synonyms
from portal.reference.helpline import codes as codes_of
from portal.reference.helpline import label
from portal.reference.places import Council

UNITED_KINGDOM: Final = "K02000001"
NATIONS = {
    "england": "E92000001",
    "wales": "W92000004",
    "scotland": "S92000003",
    "northern-ireland": "N92000002",
}
REGIONS = {
    "north_east": "E12000001",
    "north_west": "E12000002",
    "yorkshire_humber": "E12000003",
    "east_midlands": "E12000004",
    "west_midlands": "E12000005",
    "east_of_england": "E12000006",
    "london": "E12000007",
    "south_east": "E12000008",
    "south_west": "E12000009",
}
COUNTRY = "iso:"
# How wide an area is. Up to COUNTY it is local: people may expect to be known there.
COUNCIL, COUNTY, REGION, NATION, WHOLE = range(5)
# The same with geography's own address, for programs.
_ONS = "http://statistics.data.gov.uk/id/statistical-geography/"


def rank_of(code: str) -> int:
    """Raises KeyError for a code that is no area's."""
    if code == UNITED_KINGDOM or is_country(code):
        return WHOLE
    if code in NATIONS.values():
        return NATION
    if code in REGIONS.values():
        return REGION
    council = places.council(code)
    if council is None:
        raise KeyError(code)
    return COUNTY if council.tier == "upper" else COUNCIL


def is_area(code: str) -> bool:
    try:
        rank_of(code)
    except KeyError:
        return False
    return True


def is_country(code: str) -> bool:
    return code.startswith(COUNTRY) and code.removeprefix(COUNTRY) in synonyms.country_list()


def name_of(code: str) -> str | Promise:
    """The code itself where it is no area's."""
    if code == UNITED_KINGDOM:
        return _("The whole of the United Kingdom")
    if is_country(code):
        return synonyms.country_list()[code.removeprefix(COUNTRY)]
    if council := places.council(code):
        return council.name
    named = {**{gss: ("nation", nation) for nation, gss in NATIONS.items()}}
    named |= {gss: ("region", region) for region, gss in REGIONS.items()}
    return label(*named[code]) if code in named else code


def by_name(text: str) -> str | None:
    """The one area that is so called: a council, a region, a nation, the United Kingdom or another country."""
    name = synonyms.bare(text)
    if name in {"uk", "united kingdom", "the whole of the united kingdom"}:
        return UNITED_KINGDOM
    for list_name, codes in (("nation", NATIONS), ("region", REGIONS)):
        for code, gss in codes.items():
            if name == synonyms.bare(codes_of(list_name)[code]):
                return gss
    found = [one for one in places.find_councils(text) if name in _names(one)]
    if found:
        return found[0].code if len(found) == 1 else None
    iso2 = synonyms.country_words().get(name, "") if len(name) > 3 else ""
    return COUNTRY + iso2 if iso2 in synonyms.country_list() and iso2 != "GB" else None


def _names(council: Council) -> set[str]:
    return {synonyms.bare(name) for name in (council.name, council.official_name, *council.also)}


def address_of(code: str) -> str | None:
    """Of the ONS's linked data; None for another country."""
    return None if code.startswith(COUNTRY) else _ONS + code


@cache
def covering(code: str) -> frozenset[str]:
    """Areas of which this one is a part, or which are parts of it: a county's districts, a nation's councils.

    Empty for a code that is no area's.
    """
    if council := places.council(code):
        return _covering_council(council)
    nation = next((name for name, gss in NATIONS.items() if gss == code), None)
    if nation is None:
        return frozenset({code}) if is_area(code) else frozenset()
    regions = REGIONS.values() if nation == "england" else ()
    councils = (one.code for one in places.councils() if one.nation == nation)
    return frozenset({code, UNITED_KINGDOM, *regions, *councils})


def _covering_council(council: Council) -> frozenset[str]:
    found = {council.code, NATIONS[council.nation], UNITED_KINGDOM}
    if council.region in REGIONS:
        found.add(REGIONS[council.region])
    if council.children_services:
        found.add(council.children_services)
    if council.tier == "upper":
        found |= {one.code for one in places.councils() if one.children_services == council.code}
    return frozenset(found)


def nearest_to(code: str, point: tuple[float, float] | None = None) -> tuple[tuple[str, float], ...]:
    """Other councils, the nearest first, with the kilometres to the middle of where people live.

    point: degrees of somewhere in the council; else the distance is from the middle of it.
    """
    return _nearest(code) if point is None else _nearest_from(code, point)


@cache
def _nearest(code: str) -> tuple[tuple[str, float], ...]:
    council = places.council(code)
    if council is None:
        raise KeyError(code)
    return _nearest_from(code, (council.latitude, council.longitude))


def _nearest_from(code: str, point: tuple[float, float]) -> tuple[tuple[str, float], ...]:
    """Not kept: a point may say where somebody is."""
    here = covering(code)
    found = [
        (kilometres(*point, one.latitude, one.longitude), one.code) for one in places.councils() if one.code not in here
    ]
    return tuple((other, km) for km, other in sorted(found))

"""Areas where services work: ONS codes of councils, regions, nations and the United Kingdom; iso:TH for a country.

Codes of councils come from portal.reference.places. Those of the nine regions and the four nations are the ONS's own.
"""

from functools import cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from learning.directory.rules.distance import distance_km
from portal.core.text import fold
from portal.reference import places, synonyms
from portal.reference.helpline import get_label
from portal.reference.helpline import get_labels as codes_of
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
COUNTRY_PREFIX = "iso:"
# How wide an area is. Up to COUNTY it is local: people may expect to be known there.
COUNCIL, COUNTY, REGION, NATION, WHOLE = range(5)
# The same with geography's own address, for programs.
_ONS = "http://statistics.data.gov.uk/id/statistical-geography/"


def get_rank(code: str) -> int:
    """Return how wide the area is. Raises KeyError for a code that is no area's."""
    if code == UNITED_KINGDOM or is_country(code):
        return WHOLE
    if code in NATIONS.values():
        return NATION
    if code in REGIONS.values():
        return REGION
    council = places.get_council(code)
    if council is None:
        raise KeyError(code)
    return COUNTY if council.tier == "upper" else COUNCIL


def is_area(code: str) -> bool:
    try:
        get_rank(code)
    except KeyError:
        return False
    return True


def is_country(code: str) -> bool:
    return code.startswith(COUNTRY_PREFIX) and code.removeprefix(COUNTRY_PREFIX) in synonyms.get_country_names()


def get_name(code: str) -> str | Promise:
    """Return the name; the code itself where it is no area's."""
    if code == UNITED_KINGDOM:
        return _("The whole of the United Kingdom")
    if is_country(code):
        return synonyms.get_country_names()[code.removeprefix(COUNTRY_PREFIX)]
    if council := places.get_council(code):
        return council.name
    named = {**{gss: ("nation", nation) for nation, gss in NATIONS.items()}}
    named |= {gss: ("region", region) for region, gss in REGIONS.items()}
    return get_label(*named[code]) if code in named else code


def find_area(text: str) -> str | None:
    """Return the one area that is so called: a council, a region, a nation, the United Kingdom or another country."""
    name = fold(text)
    if name in {"uk", "united kingdom", "the whole of the united kingdom"}:
        return UNITED_KINGDOM
    for list_name, codes in (("nation", NATIONS), ("region", REGIONS)):
        for code, gss in codes.items():
            if name == fold(codes_of(list_name)[code]):
                return gss
    matches = [match for match in places.find_councils(text) if name in _names(match)]
    if matches:
        return matches[0].code if len(matches) == 1 else None
    iso2 = synonyms.get_country_synonyms().get(name, "") if len(name) > 3 else ""
    return COUNTRY_PREFIX + iso2 if iso2 in synonyms.get_country_names() and iso2 != "GB" else None


def _names(council: Council) -> set[str]:
    return {fold(name) for name in (council.name, council.official_name, *council.also)}


def get_linked_data_url(code: str) -> str | None:
    """Return the URL of the ONS's linked data; None for another country."""
    return None if code.startswith(COUNTRY_PREFIX) else _ONS + code


@cache
def get_overlapping_areas(code: str) -> frozenset[str]:
    """Return areas of which this one is a part, or which are parts of it: a county's districts, a nation's councils.

    Empty for a code that is no area's.
    """
    if council := places.get_council(code):
        return _covering_council(council)
    nation = next((name for name, gss in NATIONS.items() if gss == code), None)
    if nation is None:
        return frozenset({code}) if is_area(code) else frozenset()
    regions = REGIONS.values() if nation == "england" else ()
    councils = (area.code for area in places.get_councils() if area.nation == nation)
    return frozenset({code, UNITED_KINGDOM, *regions, *councils})


def _covering_council(council: Council) -> frozenset[str]:
    codes = {council.code, NATIONS[council.nation], UNITED_KINGDOM}
    if council.region in REGIONS:
        codes.add(REGIONS[council.region])
    if council.children_services:
        codes.add(council.children_services)
    if council.tier == "upper":
        codes |= {other.code for other in places.get_councils() if other.children_services == council.code}
    return frozenset(codes)


def get_nearest_councils(code: str, point: tuple[float, float] | None = None) -> tuple[tuple[str, float], ...]:
    """Return other councils, the nearest first, with the kilometres to the middle of where people live.

    point: degrees of somewhere in the council; else the distance is from the middle of it.
    """
    return _nearest(code) if point is None else _nearest_from(code, point)


@cache
def _nearest(code: str) -> tuple[tuple[str, float], ...]:
    council = places.get_council(code)
    if council is None:
        raise KeyError(code)
    return _nearest_from(code, (council.latitude, council.longitude))


def _nearest_from(code: str, point: tuple[float, float]) -> tuple[tuple[str, float], ...]:
    """Return the nearest without a cache: a point may say where somebody is."""
    here = get_overlapping_areas(code)
    distances = [
        (distance_km(*point, council.latitude, council.longitude), council.code)
        for council in places.get_councils()
        if council.code not in here
    ]
    return tuple((other, km) for km, other in sorted(distances))

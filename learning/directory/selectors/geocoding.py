"""Finds the council that somebody means: by a postcode, by the first half of one, or by the name of a place.

A postcode that an operator loaded is taken as it was loaded, any other as portal.reference.postcodes knows it.
"""

from dataclasses import dataclass
from typing import Protocol

from learning.directory import ons_areas
from learning.directory.models import Postcode
from portal.core.text import fold
from portal.reference import localities, places, postcodes
from portal.reference.localities import Locality
from portal.reference.places import Council
from portal.reference.postcodes import DISTRICT_PATTERN, NORTHERN_IRELAND, POSTCODE_PATTERN, compact

# The sentences that go with the ONS's postcodes wherever they are used.
TOWNS_ATTRIBUTION = (
    "Contains OS data © Crown copyright and database right. Contains Royal Mail data © Royal Mail copyright and "
    "database right. Contains National Statistics data © Crown copyright and database right."
)
BRITAIN = frozenset({"britain", "great britain", "the uk", "the united kingdom"})


class PostcodeFacts(Protocol):
    """What is known of a postcode, whichever source it comes from."""

    @property
    def code(self) -> str: ...
    @property
    def council(self) -> str: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...


@dataclass(frozen=True)
class Place:
    """What a text may mean. localities: the likeliest first. area: the code of a region, a nation or a country.

    is_certain: the first locality is what was typed. point: degrees of where somebody is. is_postcode: it has the shape
    of one; is_beginning: of the first half of one.
    """

    localities: tuple[Locality, ...] = ()
    is_certain: bool = True
    area: str = ""
    point: tuple[float, float] | None = None
    is_postcode: bool = False
    is_beginning: bool = False

    @property
    def councils(self) -> tuple[Council, ...]:
        return tuple(locality.council for locality in self.localities)

    @property
    def is_found(self) -> bool:
        return bool(self.localities or self.area)

    @property
    def is_unsure(self) -> bool:
        """Return whether somebody has to say which one they mean."""
        return bool(self.localities) and not self.is_certain

    @property
    def code(self) -> str:
        """Return the code of the area to search; empty where no place is found, or where it is not certain."""
        if self.localities:
            return self.localities[0].council.code if self.is_certain else ""
        return self.area

    @property
    def others(self) -> tuple[Locality, ...]:
        """Return what else the same name may mean, although the first is by far the likeliest."""
        return self.localities[1:] if self.is_certain else ()


def find_place(text: str) -> Place:
    """Return what the text means. One query for a postcode, none for a name."""
    code = compact(text)
    if POSTCODE_PATTERN.fullmatch(code):
        return _at_postcode(code)
    if DISTRICT_PATTERN.fullmatch(code):
        return _in_district(code)
    if area := _wide_area(text):
        return Place(area=area)
    match = localities.find_localities(text)
    country = ons_areas.find_area(text) or ""
    if match.is_guess and ons_areas.is_country(country):
        return Place(area=country)
    point = match.localities[0].point if match.is_certain else None
    return Place(match.localities, match.is_certain, point=point)


def _wide_area(text: str) -> str:
    """Return the code of a region, a nation or the whole country that is so called."""
    area = ons_areas.find_area("united kingdom" if fold(text) in BRITAIN else text) or ""
    is_wide = area and not places.get_council(area) and not ons_areas.is_country(area)
    return area if is_wide else ""


def _at_postcode(code: str) -> Place:
    known = find_postcode(code)
    council = places.get_council(known.council) if known else None
    if council is None or known is None:
        return Place(area=_nation_of_unknown(code), is_postcode=True)
    has_point = known.latitude is not None and known.longitude is not None
    point = (known.latitude, known.longitude) if has_point else None
    return Place((Locality(council.name, council),), point=point, is_postcode=True)  # type: ignore[arg-type]


def _in_district(code: str) -> Place:
    councils = [council for gss in postcodes.councils_of_district(code) if (council := places.get_council(gss))]
    named = tuple(Locality(council.name, council) for council in councils)
    return Place(named, len(named) == 1, area=_nation_of_unknown(code), is_postcode=True, is_beginning=True)


def _nation_of_unknown(code: str) -> str:
    """Return Northern Ireland for its postcodes, which the open data leaves out."""
    return ons_areas.NATIONS["northern-ireland"] if code.startswith(NORTHERN_IRELAND) else ""


def find_postcode(typed: str) -> PostcodeFacts | None:
    """Return the postcode that was typed, where it has the shape of one and is known."""
    code = compact(typed)
    if not POSTCODE_PATTERN.fullmatch(code):
        return None
    return Postcode.objects.filter(pk=code).first() or postcodes.find_postcode(code)


def format_postcode(typed: str) -> str:
    """Return the postcode as the post writes it; as typed where it has not the shape of one."""
    code = compact(typed)
    return f"{code[:-3]} {code[-3:]}" if POSTCODE_PATTERN.fullmatch(code) else typed.strip()


def has_postcodes() -> bool:
    """Return whether postcodes are known at all."""
    return bool(postcodes.get_edition()) or Postcode.objects.exists()

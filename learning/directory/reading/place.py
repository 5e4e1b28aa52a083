"""Which council somebody means: by a postcode where the ONS's data is loaded, by a name everywhere."""

import re
from dataclasses import dataclass

from learning.directory import areas
from learning.directory.models import Postcode
from portal.reference import places
from portal.reference.places import Council
from portal.reference.words import bare

SHAPE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
BEGINNING = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
MOST = 12
# The sentences that go with the ONS's postcodes wherever they are used.
ATTRIBUTION = (
    "Contains OS data © Crown copyright and database right. Contains Royal Mail data © Royal Mail copyright and "
    "database right. Contains National Statistics data © Crown copyright and database right."
)
BRITAIN = frozenset({"britain", "great britain", "the uk", "the united kingdom"})


@dataclass(frozen=True)
class Place:
    """councils: those that it may be. area: the code of a region, a nation, or a country elsewhere.

    point: degrees of a postcode. is_postcode: it has the shape of one; is_beginning: of the first half of one.
    """

    councils: tuple[Council, ...] = ()
    area: str = ""
    point: tuple[float, float] | None = None
    is_postcode: bool = False
    is_beginning: bool = False


def find(text: str) -> Place:
    """One query for a postcode, none for a name."""
    code = compact(text)
    if SHAPE.fullmatch(code):
        known = postcode(text)
        council = places.council(known.council) if known else None
        return Place((council,) if council else (), point=_degrees(known), is_postcode=True)
    area = areas.by_name("united kingdom" if bare(text) in BRITAIN else text)
    if area and (council := places.council(area)):
        return Place((council,))
    if area:
        return Place(area=area)
    if found := places.find_councils(text, limit=MOST):
        return Place(found)
    is_beginning = bool(BEGINNING.fullmatch(code)) and any(sign.isdigit() for sign in code)
    return Place(is_beginning=is_beginning)


def _degrees(known: Postcode | None) -> tuple[float, float] | None:
    if known is None or known.latitude is None or known.longitude is None:
        return None
    return known.latitude, known.longitude


def postcode(typed: str) -> Postcode | None:
    """The one typed, where it has the shape of one and the ONS's data knows it."""
    code = compact(typed)
    return Postcode.objects.filter(pk=code).first() if SHAPE.fullmatch(code) else None


def compact(typed: str) -> str:
    """A postcode as it is kept: capitals without a space."""
    return "".join(typed.upper().split())


def written_postcode(typed: str) -> str:
    """As the post writes it; as typed where it has not the shape of one."""
    code = compact(typed)
    return f"{code[:-3]} {code[-3:]}" if SHAPE.fullmatch(code) else typed.strip()


def has_postcodes() -> bool:
    return Postcode.objects.exists()

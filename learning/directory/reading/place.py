"""Which council somebody means: by a postcode where the ONS's data is loaded, by a name everywhere."""

import re
from dataclasses import dataclass

from learning.directory import areas
from learning.directory.models import Postcode
from portal.reference import places
from portal.reference.places import Council
from portal.reference.words import bare, country_list, country_words

SHAPE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
BEGINNING = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
MOST = 12


@dataclass(frozen=True)
class Place:
    """councils: those that it may be. area: the code of a nation, or of a country elsewhere.

    is_postcode: it has the shape of one; is_beginning: of the first half of one.
    """

    councils: tuple[Council, ...] = ()
    area: str = ""
    is_postcode: bool = False
    is_beginning: bool = False


def find(text: str) -> Place:
    """One query for a postcode, none for a name."""
    code = "".join(text.upper().split())
    if SHAPE.fullmatch(code):
        known = Postcode.objects.filter(pk=code).values_list("council", flat=True).first()
        council = places.council(known) if known else None
        return Place((council,) if council else (), is_postcode=True)
    if area := _larger(bare(text).removeprefix("the ")):
        return Place(area=area)
    if found := places.find_councils(text, limit=MOST):
        return Place(_meant(text, found))
    is_beginning = bool(BEGINNING.fullmatch(code)) and any(sign.isdigit() for sign in code)
    return Place(is_beginning=is_beginning)


def _meant(text: str, found: tuple[Council, ...]) -> tuple[Council, ...]:
    """The one of exactly this name, if there is one; else all that may be meant."""
    exact = [one for one in found if bare(text) in {bare(name) for name in (one.name, one.official_name, *one.also)}]
    return tuple(exact) if len(exact) == 1 else found


def _larger(name: str) -> str:
    """A nation, the United Kingdom or another country by its name, not by a short form of it."""
    if name in {"uk", "united kingdom", "great britain", "britain"}:
        return areas.UNITED_KINGDOM
    for nation, code in areas.NATIONS.items():
        if name == bare(nation):
            return code
    iso2 = country_words().get(name, "") if len(name) > 3 else ""
    return areas.COUNTRY + iso2 if iso2 in country_list() and iso2 != "GB" else ""


def has_postcodes() -> bool:
    return Postcode.objects.exists()

"""What people write for a country, a sector or a kind of site, and our code for it."""

import re
import unicodedata
from functools import cache, lru_cache

from portal.reference.tables import read, sectors


@lru_cache(maxsize=20_000)
def folded(text: str) -> str:
    """What bare makes of it, kept: for words that come again and again."""
    return bare(text)


def bare(text: str) -> str:
    """Small letters, no accents, no punctuation, one space between words: the form of our tables."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"[^\W_]+", plain))


@cache
def country_words() -> dict[str, str]:
    """ISO 3166-1 alpha-2 by folded name, code or other common form."""
    table = read("country_words")
    found = dict(table["aliases"])
    for row in table["countries"]:
        found |= {folded(row["name"]): row["iso2"], row["iso2"].casefold(): row["iso2"]}
        found |= {row["iso3"].casefold(): row["iso2"]} if row["iso3"] else {}
    return found


@cache
def country_list() -> dict[str, str]:
    """Name by ISO 3166-1 alpha-2, Kosovo among them as XK."""
    return {row["iso2"]: row["name"] for row in read("country_words")["countries"]}


@cache
def unsure_countries() -> frozenset[str]:
    """Names that two countries share: ask."""
    return frozenset(read("country_words")["unsure"])


@cache
def sector_of(text: str) -> str | None:
    """Our sector code for a code, a name, the registry's number, a SIC code of 2 to 5 digits or an OS Hub label.

    1 to 23 is the registry's number, so a SIC division below 24 is written with four or five digits.
    """
    word = " ".join(text.casefold().split())
    if word.isdecimal():
        return _numbers().get(int(word)) or (_divisions().get(word[:2]) if 2 <= len(word) <= 5 else None)
    return _sector_names().get(word) or _sector_names().get(folded(text))


@cache
def _divisions() -> dict[str, str]:
    return read("sector_words")["sic_divisions"]


@cache
def _numbers() -> dict[int, str]:
    return {sector.number: sector.code for sector in sectors()}


@cache
def _sector_names() -> dict[str, str]:
    ours = {sector.code: sector.code for sector in sectors()}
    names = {sector.name.casefold(): sector.code for sector in sectors()}
    hub = read("sector_words")["names"]
    both = hub | names | ours
    return {folded(name): code for name, code in both.items()} | both


@cache
def function_of(text: str) -> str | None:
    """Our site function for a facility or processing type of an Open Supply Hub list."""
    return _functions().get(" ".join(text.casefold().split()))


@cache
def _functions() -> dict[str, str]:
    table = read("site_functions")
    return table["processing_types"] | table["facility_types"]

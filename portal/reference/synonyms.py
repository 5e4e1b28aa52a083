"""Synonyms: what people write for a country, a sector or a kind of site, and our code for it."""

import re
import unicodedata
from functools import cache, lru_cache

from portal.reference.tables import read_table, sectors


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Normalise with a cache: for words that come again and again."""
    return normalise(text)


def normalise(text: str) -> str:
    """Return small letters, no accents, no punctuation, one space between words: the form of our tables."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"[^\W_]+", plain))


@cache
def get_country_synonyms() -> dict[str, str]:
    """Return ISO 3166-1 alpha-2 by folded name, code or other common form."""
    table = read_table("country_words")
    synonyms = dict(table["aliases"])
    for row in table["countries"]:
        synonyms |= {fold(row["name"]): row["iso2"], row["iso2"].casefold(): row["iso2"]}
        synonyms |= {row["iso3"].casefold(): row["iso2"]} if row["iso3"] else {}
    return synonyms


@cache
def get_country_names() -> dict[str, str]:
    """Return name by ISO 3166-1 alpha-2, Kosovo among them as XK."""
    return {row["iso2"]: row["name"] for row in read_table("country_words")["countries"]}


@cache
def get_ambiguous_countries() -> frozenset[str]:
    """Return names that two countries share: ask."""
    return frozenset(read_table("country_words")["unsure"])


@cache
def find_sector(text: str) -> str | None:
    """Return our sector code for a code, a name, the registry's number, a SIC code of 2 to 5 digits or an OS Hub label.

    1 to 23 is the registry's number, so a SIC division below 24 is written with four or five digits.
    """
    word = " ".join(text.casefold().split())
    if word.isdecimal():
        return _numbers().get(int(word)) or (_divisions().get(word[:2]) if 2 <= len(word) <= 5 else None)
    return _sector_names().get(word) or _sector_names().get(fold(text))


@cache
def _divisions() -> dict[str, str]:
    return read_table("sector_words")["sic_divisions"]


@cache
def _numbers() -> dict[int, str]:
    return {sector.number: sector.code for sector in sectors()}


@cache
def _sector_names() -> dict[str, str]:
    ours = {sector.code: sector.code for sector in sectors()}
    names = {sector.name.casefold(): sector.code for sector in sectors()}
    hub = read_table("sector_words")["names"]
    both = hub | names | ours
    return {fold(name): code for name, code in both.items()} | both


@cache
def find_site_function(text: str) -> str | None:
    """Return our site function for a facility or processing type of an Open Supply Hub list."""
    return _functions().get(" ".join(text.casefold().split()))


@cache
def _functions() -> dict[str, str]:
    table = read_table("site_functions")
    return table["processing_types"] | table["facility_types"]

"""Synonyms: what people write for a country, a sector or a kind of site, and our code for it."""

import re
from functools import cache, lru_cache

from babel import Locale

from portal.core import text as text_rules
from portal.reference.tables import read_table, sectors


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return the form of our tables, from a cache: for words that come again and again."""
    return text_rules.fold(text)


@cache
def get_country_synonyms() -> dict[str, str]:
    """Return ISO 3166-1 alpha-2 by folded name, code or other common form."""
    table = read_table("country_words")
    synonyms = dict(table["aliases"])
    for row in table["countries"]:
        synonyms |= {fold(row["name"]): row["iso2"], row["iso2"].casefold(): row["iso2"]}
        synonyms |= {row["iso3"].casefold(): row["iso2"]} if row["iso3"] else {}
    return synonyms


@lru_cache(maxsize=20_000)
def find_country(text: str) -> tuple[str | None, bool]:
    """Return ISO 3166-1 alpha-2, or None, and whether the text is a usual name or code, so that nothing is guessed.

    Guessed are names in other languages, the letters on cars (D, IRL), short forms (Rep. of Ireland), and two forms in
    one cell (DE - Germany).
    """
    word, usual = fold(text), get_country_synonyms()
    if word in usual:
        return usual[word], True
    code = _other_forms().get(word) or _foreign_names().get(word) or _find_short_form(word)
    if code is None and (parts := [part for part in _PARTS.split(text) if fold(part)])[1:]:
        codes = {find_country(part)[0] for part in parts} - {None}
        # Where one part is a country and the other a region of it, or a town, the country is meant.
        code = codes.pop() if len(codes) == 1 else None
    return code, False


_PARTS = re.compile(r"\s+[-–—]\s+|[()/,|;:\[\]]")
_FORMAL = re.compile(
    r"\b(?:the|rep|republic|peoples|people s|democratic|dem|federal|fed|kingdom|state|islamic|of|"
    r"republik|republique|republica|republiek|repubblica|bundesrepublik)\b"
)


def _find_short_form(word: str) -> str | None:
    """Return the country of a name with Rep., St. or the like, where only one can be meant."""
    spelled = re.sub(r"\bst\b", "saint", re.sub(r"\brep\b", "republic", re.sub(r"\bdem\b", "democratic", word)))
    usual = get_country_synonyms()
    if spelled in usual:
        return usual[spelled]
    core = " ".join(_FORMAL.sub(" ", spelled).split())
    is_formal = core != spelled and core not in {"congo", "korea", "china", "ireland", "samoa", "macedonia", ""}
    if core == "ireland" and "northern" not in spelled:
        return "IE"
    return usual.get(core) or _foreign_names().get(core) if is_formal else None


@cache
def _other_forms() -> dict[str, str]:
    return read_table("country_words")["other_forms"]


@cache
def _foreign_names() -> dict[str, str]:
    """Return country by folded name in the languages of CLDR that trade is done in; a name of two countries is none."""
    names: dict[str, set[str]] = {}
    for language in read_table("country_words")["languages"]:
        for code, name in Locale.parse(language).territories.items():
            if code in get_country_names():
                names.setdefault(fold(name), set()).add(code)
    return {name: codes.pop() for name, codes in names.items() if len(codes) == 1 and len(name) > 1}


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
    """Return our sector code for a code, a name, the registry's number from 1 to 23, or an OS Hub label."""
    word = " ".join(text.casefold().split())
    if word.isdecimal():
        return _numbers().get(int(word))
    return _sector_names().get(word) or _sector_names().get(fold(text))


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

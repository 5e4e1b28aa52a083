"""Names of countries in a text."""

import re
from functools import cache

from portal.reference.tables import country_names

# Short forms that the table of names does not hold.
SHORT = ("UK", "United Kingdom", "USA", "United States", "Great Britain", "England", "Scotland", "Wales", "UAE")
CAPITALISED = re.compile(r"\b[A-ZÅÇÉ][\w'’]*")

POSSESSIVE = re.compile(r"['’]s?$")


@cache
def get_names_by_first_word() -> dict[str, tuple[str, ...]]:
    names_by_word: dict[str, list[str]] = {}
    for name in {*country_names().values(), *SHORT}:
        if match := CAPITALISED.match(name):
            names_by_word.setdefault(match[0], []).append(name)
    return {word: tuple(sorted(names, key=len, reverse=True)) for word, names in names_by_word.items()}


def find_country(text: str) -> str:
    """Return the first country named, or ""."""
    return next((text[start:end] for start, end in find_countries(text).items()), "")


def find_countries(text: str) -> dict[int, int]:
    """Return where names of countries begin and end: whole words, so that Nigeria is not Niger."""
    places: dict[int, int] = {}
    names_by_word = get_names_by_first_word()
    for match in CAPITALISED.finditer(text):
        word = POSSESSIVE.sub("", match[0])
        for name in names_by_word.get(word, ()):
            end = match.start() + len(name)
            if text.startswith(name, match.start()) and not text[end : end + 1].isalnum():
                places[match.start()] = end
                break
    return places

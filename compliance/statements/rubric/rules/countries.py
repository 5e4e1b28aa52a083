"""Names of countries in a text."""

import re
from functools import cache

from portal.reference.tables import country_names

# Short forms that the table of names does not hold.
SHORT = ("UK", "United Kingdom", "USA", "United States", "Great Britain", "England", "Scotland", "Wales", "UAE")
CAPITALISED = re.compile(r"\b[A-ZÅÇÉ][\w'’]*")


@cache
def _names_by_first_word() -> dict[str, tuple[str, ...]]:
    names_by_word: dict[str, list[str]] = {}
    for name in {*country_names().values(), *SHORT}:
        if match := CAPITALISED.match(name):
            names_by_word.setdefault(match[0], []).append(name)
    return {word: tuple(names) for word, names in names_by_word.items()}


def find_country(text: str) -> str:
    """Return the first country named, or ""."""
    names = _names_by_first_word()
    for match in CAPITALISED.finditer(text):
        for name in names.get(match[0], ()):
            if text.startswith(name, match.start()):
                return name
    return ""

"""Normalise names and addresses to find two records that are likely the same. Pure.

See docs/requirements/suppliers.md#duplicates.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from math import ceil

from portal.reference.synonyms import fold

LEGAL_FORMS = frozenset(
    "ltd limited plc llp inc llc gmbh srl spa sa bv nv co pvt pte sdn bhd ooo as ab oy".split()  # noqa: SIM905
)
NAME_THRESHOLD = 0.75
ADDRESS_THRESHOLD = 0.6
# Where nobody is asked first, names are the same only up to an ending, or a letter in a long one.
SPELLING_THRESHOLD = 0.85


def normalise(text: str) -> str:
    """Return the text folded, without the words that say a legal form."""
    words = fold(text).split()
    return " ".join(word for word in words if word not in LEGAL_FORMS) or " ".join(words)


def get_trigrams(text: str) -> frozenset[str]:
    """Return every three letters in a row of the text, padded as pg_trgm pads it."""
    padded = f"  {text} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def trigram_similarity(first: str, second: str) -> float:
    """Return shared trigrams over all trigrams, 0 to 1, as pg_trgm counts them."""
    first_trigrams, second_trigrams = get_trigrams(first), get_trigrams(second)
    return len(first_trigrams & second_trigrams) / len(first_trigrams | second_trigrams)


def extract_numbers(text: str) -> list[str]:
    """Return unit and house numbers: where they differ, two addresses are not the same."""
    return re.findall(r"\d+\w?", fold(text))


def are_alike(name: str, address: str, other_name: str, other_address: str) -> bool:
    """Return whether a person should be asked.

    Names and addresses are normalised; an unknown address is no objection.
    """
    if extract_numbers(name) != extract_numbers(other_name) or (
        address and other_address and extract_numbers(address) != extract_numbers(other_address)
    ):
        return False
    if trigram_similarity(name, other_name) < NAME_THRESHOLD:
        return False
    return not (address and other_address) or trigram_similarity(address, other_address) >= ADDRESS_THRESHOLD


class NameIndex:
    """Index many normalised names, to find one that is spelled with a letter or two changed."""

    def __init__(self, names: Iterable[str]) -> None:
        self.trigrams = {name: get_trigrams(name) for name in names}
        self.frequency = Counter(part for parts in self.trigrams.values() for part in parts)
        self.holders: dict[str, list[str]] = defaultdict(list)
        for name, parts in self.trigrams.items():
            for part in parts:
                self.holders[part].append(name)

    def find_similar(self, name: str) -> list[str]:
        """Return the names spelled nearly so, with the same numbers in them.

        Two such names share one of the rarest trigrams.
        """
        rarest = sorted(get_trigrams(name), key=lambda part: (self.frequency[part], part))
        prefix = rarest[: len(rarest) - ceil(SPELLING_THRESHOLD * len(rarest)) + 1]
        candidates = dict.fromkeys(other for part in prefix for other in self.holders.get(part, ()))
        return [
            other
            for other in candidates
            if other != name
            and extract_numbers(other) == extract_numbers(name)
            and trigram_similarity(other, name) >= SPELLING_THRESHOLD
        ]

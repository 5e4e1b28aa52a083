"""Normalise names and addresses to find two records that are likely the same. Pure.

See docs/requirements/suppliers.md#duplicates.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from math import ceil

from portal.reference.synonyms import fold

LEGAL_FORMS = frozenset(
    "ltd limited plc llp inc company llc gmbh srl spa sa bv nv co pvt pte sdn bhd ooo as ab oy".split()  # noqa: SIM905
)
NAME_THRESHOLD = 0.75
ADDRESS_THRESHOLD = 0.6
# Where nobody is asked first, names are the same only up to an ending, or a letter in a long one.
SPELLING_THRESHOLD = 0.85


# p.l.c. and L.L.P. are folded to single letters.
_SPELLED_FORMS = re.compile(r"\b(?:p l c|l t d|l l p|l l c|s p a|s r l|s a|b v|n v|d o o|s l|s a s|a s)$")
# Between the letters of a word: O'Neill and ONeill are one name.
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`](?=\w)")
# Words that lists shorten.
_SHORTENED = {
    "intl": "international", "mfg": "manufacturing", "mfrs": "manufacturers", "grp": "group", "hldgs": "holdings",
    "svcs": "services", "servs": "services", "bros": "brothers", "assoc": "associates", "tech": "technology",
    "engg": "engineering", "eng": "engineering", "mgmt": "management", "mgt": "management", "dist": "distribution",
    "st": "saint",
}  # fmt: skip
# Where a group's company is, which one writes and another leaves out.
_OF_THE_UK = "uk"
# Words that one writes and another leaves out.
_JOINING_WORDS = frozenset({"and", "the"})


@lru_cache(maxsize=10_000)
def normalise(text: str) -> str:
    """Return the text folded, in full words, without those that say a legal form, and without "and" and "the"."""
    folded = _SPELLED_FORMS.sub(lambda match: match[0].replace(" ", ""), fold(_APOSTROPHES.sub("", text)))
    words = [_SHORTENED.get(word, word) for word in folded.split() if word not in _JOINING_WORDS] or folded.split()
    named = [word for word in words if word not in LEGAL_FORMS]
    if len(named) > 1 and named[-1] == _OF_THE_UK:
        named.pop()
    return " ".join(named or words)


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

    def find_similar(self, name: str, threshold: float = SPELLING_THRESHOLD) -> list[str]:
        """Return the names spelled nearly so, with the same numbers in them.

        Two such names share one of the rarest trigrams.
        """
        own = get_trigrams(name)
        rarest = sorted(own, key=lambda part: (self.frequency[part], part))
        prefix = rarest[: len(rarest) - ceil(threshold * len(rarest)) + 1]
        candidates = dict.fromkeys(other for part in prefix for other in self.holders.get(part, ()))
        return [
            other
            for other in candidates
            if other != name
            and len(own & self.trigrams[other]) >= threshold * len(own | self.trigrams[other])
            and extract_numbers(other) == extract_numbers(name)
        ]

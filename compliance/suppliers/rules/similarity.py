"""Names and addresses cleaned for finding that two records are likely the same (suppliers 8, Duplicates). Pure."""

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
    """Folded, without the words that say a legal form."""
    words = fold(text).split()
    return " ".join(word for word in words if word not in LEGAL_FORMS) or " ".join(words)


def get_trigrams(text: str) -> frozenset[str]:
    padded = f"  {text} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def trigram_similarity(one: str, other: str) -> float:
    """Shared trigrams over all trigrams, 0 to 1, as pg_trgm counts them."""
    a, b = get_trigrams(one), get_trigrams(other)
    return len(a & b) / len(a | b)


def extract_numbers(text: str) -> list[str]:
    """Unit and house numbers: where they differ, two addresses are not the same."""
    return re.findall(r"\d+\w?", fold(text))


def are_alike(name: str, address: str, other_name: str, other_address: str) -> bool:
    """Whether a person should be asked. Both names and addresses cleaned; an unknown address does not speak against."""
    if extract_numbers(name) != extract_numbers(other_name) or (
        address and other_address and extract_numbers(address) != extract_numbers(other_address)
    ):
        return False
    if trigram_similarity(name, other_name) < NAME_THRESHOLD:
        return False
    return not (address and other_address) or trigram_similarity(address, other_address) >= ADDRESS_THRESHOLD


class NameIndex:
    """Many cleaned names, asked whether another is one of them with a letter or two written otherwise."""

    def __init__(self, names: Iterable[str]) -> None:
        self.known = {name: get_trigrams(name) for name in names}
        self.often = Counter(part for parts in self.known.values() for part in parts)
        self.holders: dict[str, list[str]] = defaultdict(list)
        for name, parts in self.known.items():
            for part in parts:
                self.holders[part].append(name)

    def near(self, name: str) -> list[str]:
        """Those spelled nearly so, with the same numbers in them. Two such names share one of the rarest trigrams."""
        rarest = sorted(get_trigrams(name), key=lambda part: (self.often[part], part))
        few = rarest[: len(rarest) - ceil(SPELLING_THRESHOLD * len(rarest)) + 1]
        found = dict.fromkeys(other for part in few for other in self.holders.get(part, ()))
        return [
            other
            for other in found
            if other != name
            and extract_numbers(other) == extract_numbers(name)
            and trigram_similarity(other, name) >= SPELLING_THRESHOLD
        ]

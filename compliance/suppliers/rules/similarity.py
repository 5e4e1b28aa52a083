"""Names and addresses cleaned for finding that two records are likely the same (suppliers 8, Duplicates). Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from math import ceil

from portal.reference.synonyms import folded

FORMS = frozenset(
    "ltd limited plc llp inc llc gmbh srl spa sa bv nv co pvt pte sdn bhd ooo as ab oy".split()  # noqa: SIM905
)
NAME_ENOUGH = 0.75
ADDRESS_ENOUGH = 0.6
# Where nobody is asked first, names are the same only up to an ending, or a letter in a long one.
SPELLED_ENOUGH = 0.85


def cleaned(text: str) -> str:
    """Folded, without the words that say a legal form."""
    words = folded(text).split()
    return " ".join(word for word in words if word not in FORMS) or " ".join(words)


def trigrams(text: str) -> frozenset[str]:
    padded = f"  {text} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def similarity(one: str, other: str) -> float:
    """Shared trigrams over all trigrams, 0 to 1, as pg_trgm counts them."""
    a, b = trigrams(one), trigrams(other)
    return len(a & b) / len(a | b)


def units(text: str) -> list[str]:
    """Unit and house numbers: where they differ, two addresses are not the same."""
    return re.findall(r"\d+\w?", folded(text))


def are_alike(name: str, address: str, other_name: str, other_address: str) -> bool:
    """Whether a person should be asked. Both names and addresses cleaned; an unknown address does not speak against."""
    if units(name) != units(other_name) or (address and other_address and units(address) != units(other_address)):
        return False
    if similarity(name, other_name) < NAME_ENOUGH:
        return False
    return not (address and other_address) or similarity(address, other_address) >= ADDRESS_ENOUGH


class Names:
    """Many cleaned names, asked whether another is one of them with a letter or two written otherwise."""

    def __init__(self, names: Iterable[str]) -> None:
        self.known = {name: trigrams(name) for name in names}
        self.often = Counter(part for parts in self.known.values() for part in parts)
        self.holders: dict[str, list[str]] = defaultdict(list)
        for name, parts in self.known.items():
            for part in parts:
                self.holders[part].append(name)

    def near(self, name: str) -> list[str]:
        """Those spelled nearly so, with the same numbers in them. Two such names share one of the rarest trigrams."""
        rarest = sorted(trigrams(name), key=lambda part: (self.often[part], part))
        few = rarest[: len(rarest) - ceil(SPELLED_ENOUGH * len(rarest)) + 1]
        found = dict.fromkeys(other for part in few for other in self.holders.get(part, ()))
        return [
            other
            for other in found
            if other != name and units(other) == units(name) and similarity(other, name) >= SPELLED_ENOUGH
        ]

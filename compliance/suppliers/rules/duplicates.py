"""Which records of a register are likely the same, without comparing each with each (suppliers 8, Duplicates). Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil

from compliance.suppliers.rules.similarity import NAME_THRESHOLD, are_alike, get_trigrams


@dataclass(frozen=True)
class Entry:
    """A supplier as it is compared. name, address: cleaned. numbers: kinds of number with their value, filled ones."""

    key: str
    country: str
    name: str
    address: str
    numbers: frozenset[tuple[str, str]]


def find_pairs(entries: Iterable[Entry]) -> list[tuple[str, str]]:
    """Keys of each two that a person should be asked about, the lower first, in order.

    The same number, or in the same country a name, and an address where both are known, that are alike.
    """
    entries = list(entries)
    found = set(_pairs_sharing_a_number(entries))
    by_country: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_country[entry.country].append(entry)
    for neighbours in by_country.values():
        found |= {
            _ordered(one, other)
            for one, other in _pairs_sharing_trigrams(neighbours)
            if are_alike(one.name, one.address, other.name, other.address)
        }
    return sorted(found)


def _ordered(one: Entry, other: Entry) -> tuple[str, str]:
    return (one.key, other.key) if one.key < other.key else (other.key, one.key)


def _pairs_sharing_a_number(entries: list[Entry]) -> Iterator[tuple[str, str]]:
    known: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        for number in entry.numbers:
            if number in known:
                yield _ordered(known[number], entry)
            else:
                known[number] = entry


def _pairs_sharing_trigrams(entries: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Pairs whose names share one of their rarest trigrams: any two names alike enough do (prefix filtering)."""
    sets = [get_trigrams(entry.name) for entry in entries]
    often = Counter(part for parts in sets for part in parts)
    holders: dict[str, list[int]] = defaultdict(list)
    for number, parts in enumerate(sets):
        rarest = sorted(parts, key=lambda part: (often[part], part))
        near: set[int] = set()
        for part in rarest[: len(rarest) - ceil(NAME_THRESHOLD * len(rarest)) + 1]:
            near.update(holders[part])
            holders[part].append(number)
        for other in near:
            yield entries[other], entries[number]

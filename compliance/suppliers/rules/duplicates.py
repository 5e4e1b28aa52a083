"""Find which records of a register are likely the same, without comparing each with each.

Pure.

See docs/requirements/suppliers.md#duplicates.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import ceil

from compliance.suppliers.rules.similarity import NAME_THRESHOLD, are_alike, get_trigrams

type Progress = Callable[[int, int], None]
IGNORE_PROGRESS: Progress = lambda done, total: None  # noqa: E731


@dataclass(frozen=True)
class Entry:
    """Hold a supplier as it is compared.

    name, address: normalised. numbers: kinds of number with their value, filled ones.
    """

    key: str
    country: str
    name: str
    address: str
    numbers: frozenset[tuple[str, str]]


def find_pairs(entries: Iterable[Entry], progress: Progress = IGNORE_PROGRESS) -> list[tuple[str, str]]:
    """Return the keys of each two suppliers that a person should be asked about, the lower first, in order.

    They have the same number, or in the same country a name, and an address where both are known, that are alike.
    progress: called before each country with the suppliers compared so far, and with how many there are.
    """
    entries = list(entries)
    pairs = set(_pairs_sharing_a_number(entries))
    by_country: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_country[entry.country].append(entry)
    done = 0
    for neighbours in by_country.values():
        progress(done, len(entries))
        done += len(neighbours)
        pairs |= {
            _ordered(entry, neighbour)
            for entry, neighbour in _pairs_sharing_trigrams(neighbours)
            if are_alike(entry.name, entry.address, neighbour.name, neighbour.address)
        }
    return sorted(pairs)


def _ordered(first: Entry, second: Entry) -> tuple[str, str]:
    return (first.key, second.key) if first.key < second.key else (second.key, first.key)


def _pairs_sharing_a_number(entries: list[Entry]) -> Iterator[tuple[str, str]]:
    entries_by_number: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        for number in entry.numbers:
            if number in entries_by_number:
                yield _ordered(entries_by_number[number], entry)
            else:
                entries_by_number[number] = entry


def _pairs_sharing_trigrams(entries: list[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Yield pairs whose names share one of their rarest trigrams: any two names alike enough do (prefix filtering)."""
    trigram_sets = [get_trigrams(entry.name) for entry in entries]
    frequency = Counter(part for parts in trigram_sets for part in parts)
    holders: dict[str, list[int]] = defaultdict(list)
    for number, parts in enumerate(trigram_sets):
        rarest = sorted(parts, key=lambda part: (frequency[part], part))
        neighbours: set[int] = set()
        for part in rarest[: len(rarest) - ceil(NAME_THRESHOLD * len(rarest)) + 1]:
            neighbours.update(holders[part])
            holders[part].append(number)
        for other in neighbours:
            yield entries[other], entries[number]

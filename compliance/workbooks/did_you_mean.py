"""Suggest which allowed value somebody may have meant: within two slips of the pen, or 0.8 alike.

Pure.

See docs/requirements/suppliers.md#did-you-mean.
"""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

MAX_SLIPS = 2  # letters left out, put in, changed, or swapped with the next
SIMILARITY_THRESHOLD = 0.8
# Of a code of three letters nothing is left after two slips, and a longer word is none.
SHORT_WORD_LENGTH = 3
CACHE_SIZE = 10_000


class NearestValue:
    """Find the nearest of some values.

    values: what is meant, by word in small letters; several words may mean the same.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._known = [(word, len(word), _letter_bits(word)) for word in values]
        self._values = values
        self.find = lru_cache(maxsize=CACHE_SIZE)(self._find)

    def _find(self, word: str) -> str:
        """Return the one value that comes nearest; "" where none is near, or two are as near."""
        distances: dict[str, float] = {}
        for candidate, distance in self._by_slips(word) if len(word) >= SHORT_WORD_LENGTH else ():
            value = self._values[candidate]
            distances[value] = min(distance, distances.get(value, distance))
        for candidate, distance in () if distances else self._alike(word):
            value = self._values[candidate]
            distances[value] = min(distance, distances.get(value, distance))
        minimum = min(distances.values(), default=0)
        nearest = [value for value, distance in distances.items() if distance == minimum]
        return nearest[0] if len(nearest) == 1 else ""

    def _by_slips(self, word: str) -> Iterator[tuple[str, float]]:
        """Yield words within two slips, and how far: fewer slips are nearer, then what is more alike."""
        length, letters, is_short = len(word), _letter_bits(word), len(word) <= SHORT_WORD_LENGTH
        max_slips = 1 if is_short else MAX_SLIPS
        for candidate, its_length, its_letters in self._known:
            # A slip changes the length by one at most, and the letters by two.
            if -max_slips <= length - its_length <= max_slips and (letters ^ its_letters).bit_count() <= max_slips * 2:
                is_code = its_length <= SHORT_WORD_LENGTH
                if (is_short or not is_code) and (slips := _count_slips(word, candidate, max_slips)) <= max_slips:
                    yield candidate, slips - SequenceMatcher(None, word, candidate).ratio()

    def _alike(self, word: str) -> Iterator[tuple[str, float]]:
        """Yield words that are 0.8 alike, and how far they are from the same."""
        length, letters = len(word), _letter_bits(word)
        matcher = SequenceMatcher(b=word)
        for candidate, its_length, its_letters in self._known:
            # At most so many letters of both have no match; each of them is one bit at most.
            max_lost = (length + its_length) * (1 - SIMILARITY_THRESHOLD)
            if -max_lost <= length - its_length <= max_lost and (letters ^ its_letters).bit_count() <= max_lost:
                matcher.set_seq1(candidate)
                if matcher.quick_ratio() >= SIMILARITY_THRESHOLD and (ratio := matcher.ratio()) >= SIMILARITY_THRESHOLD:
                    yield candidate, 1 - ratio


def _letter_bits(word: str) -> int:
    """Return the letters of a word as bits: the first, second and third of each have one of their own."""
    bits = 0
    for letter in word:
        offset = ord(letter) % 64 * 3
        bits |= (bits & 3 << offset) << 1 | 1 << offset
    return bits


def _count_slips(first: str, second: str, max_slips: int) -> int:
    """Return how many slips are between two words; beyond max_slips, some number above it."""
    previous: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        row_before_last, previous, row = previous, row, [i]
        for j, its in enumerate(second, 1):
            cheapest = min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == its:
                cheapest = min(cheapest, row_before_last[j - 2] + 1)
            row.append(cheapest)
        if min(row) > max_slips:
            return max_slips + 1
    return row[-1]

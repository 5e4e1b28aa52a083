"""Which allowed value somebody may have meant: within two slips of the pen, or 0.8 alike (suppliers 8). Pure."""

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

MAX_SLIPS = 2  # letters left out, put in, changed, or swapped with the next
SIMILARITY_THRESHOLD = 0.8
# Of a code of three letters nothing is left after two slips, and a longer word is none.
SHORT_WORD_LENGTH = 3
CACHE_SIZE = 10_000


class NearestValue:
    """values: what is meant, by word in small letters; several words may mean the same."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._known = [(word, len(word), _letter_bits(word)) for word in values]
        self._values = values
        self.find = lru_cache(maxsize=CACHE_SIZE)(self._find)

    def _find(self, word: str) -> str:
        """The one value that comes nearest; nothing where none is near, or two are as near."""
        best: dict[str, float] = {}
        for known, far in self._by_slips(word) if len(word) >= SHORT_WORD_LENGTH else ():
            value = self._values[known]
            best[value] = min(far, best.get(value, far))
        for known, far in () if best else self._alike(word):
            value = self._values[known]
            best[value] = min(far, best.get(value, far))
        least = min(best.values(), default=0)
        nearest = [value for value, far in best.items() if far == least]
        return nearest[0] if len(nearest) == 1 else ""

    def _by_slips(self, word: str) -> Iterator[tuple[str, float]]:
        """Words within two slips, and how far: fewer slips are nearer, then what is more alike."""
        length, letters, is_short = len(word), _letter_bits(word), len(word) <= SHORT_WORD_LENGTH
        most = 1 if is_short else MAX_SLIPS
        for known, its_length, its_letters in self._known:
            # A slip changes the length by one at most, and the letters by two.
            if -most <= length - its_length <= most and (letters ^ its_letters).bit_count() <= most * 2:
                is_code = its_length <= SHORT_WORD_LENGTH
                if (is_short or not is_code) and (slips := _count_slips(word, known, most)) <= most:
                    yield known, slips - SequenceMatcher(None, word, known).ratio()

    def _alike(self, word: str) -> Iterator[tuple[str, float]]:
        """Words that are 0.8 alike, and how far they are from the same."""
        length, letters = len(word), _letter_bits(word)
        matcher = SequenceMatcher(b=word)
        for known, its_length, its_letters in self._known:
            # At most so many letters of both have no match; each of them is one bit at most.
            lost = (length + its_length) * (1 - SIMILARITY_THRESHOLD)
            if -lost <= length - its_length <= lost and (letters ^ its_letters).bit_count() <= lost:
                matcher.set_seq1(known)
                if matcher.quick_ratio() >= SIMILARITY_THRESHOLD and (ratio := matcher.ratio()) >= SIMILARITY_THRESHOLD:
                    yield known, 1 - ratio


def _letter_bits(word: str) -> int:
    """Its letters as bits: the first, second and third of each have one of their own."""
    bits = 0
    for letter in word:
        place = ord(letter) % 64 * 3
        bits |= (bits & 3 << place) << 1 | 1 << place
    return bits


def _count_slips(one: str, other: str, most: int) -> int:
    """How many slips lie between two words; beyond most, some number above it."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, before, row = before, row, [i]
        for j, its in enumerate(other, 1):
            least = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                least = min(least, last[j - 2] + 1)
            row.append(least)
        if min(row) > most:
            return most + 1
    return row[-1]

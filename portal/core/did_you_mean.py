"""Which of the words that we know somebody may have meant. No Django here.

Two words are as alike as the letters that they share in the same order, of all that they have: 0 to 1.

See docs/requirements/suppliers.md#did-you-mean.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from heapq import nsmallest

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

MAX_SLIPS = 2  # letters left out, put in, changed, or swapped with the next
SIMILARITY_THRESHOLD = 0.8
# Of a code of three letters nothing is left after two slips, and a longer word is none.
SHORT_WORD_LENGTH = 3
CACHE_SIZE = 10_000


def get_close_words(typed: str, words: Iterable[str], *, limit: int = 1, threshold: float = 0.6) -> list[str]:
    """Return the words that are most alike what was typed, at least as much as the threshold, nearest first.

    Of those equally alike, the one with fewer slips of the pen is nearer.
    """
    close = process.extract_iter(typed, list(words), scorer=fuzz.ratio, score_cutoff=threshold * 100)
    ranked = nsmallest(limit, ((-score, OSA.distance(typed, word), word) for word, score, _index in close))
    return [word for _score, _slips, word in ranked]


class NearestValue:
    """Find the nearest of some values: within two slips of the pen, or 0.8 alike.

    values: what is meant, by word in small letters; several words may mean the same.
    """

    def __init__(self, values: Mapping[str, str]) -> None:
        self._words = list(values)
        self._values = values
        self.find = lru_cache(maxsize=CACHE_SIZE)(self._find)

    def _find(self, word: str) -> str:
        """Return the one value that comes nearest; "" where none is near, or two are as near."""
        distances: dict[str, float] = {}
        for candidate, distance in list(self._by_slips(word)) or self._alike(word):
            value = self._values[candidate]
            distances[value] = min(distance, distances.get(value, distance))
        minimum = min(distances.values(), default=0)
        nearest = [value for value, distance in distances.items() if distance == minimum]
        return nearest[0] if len(nearest) == 1 else ""

    def _by_slips(self, word: str) -> Iterator[tuple[str, float]]:
        """Yield words within two slips, and how far: fewer slips are nearer, then what is more alike."""
        if len(word) < SHORT_WORD_LENGTH:
            return
        is_short = len(word) == SHORT_WORD_LENGTH
        max_slips = 1 if is_short else MAX_SLIPS
        for candidate, slips, _index in process.extract_iter(
            word, self._words, scorer=OSA.distance, score_cutoff=max_slips
        ):
            if is_short or len(candidate) > SHORT_WORD_LENGTH:
                yield candidate, slips - fuzz.ratio(word, candidate) / 100

    def _alike(self, word: str) -> Iterator[tuple[str, float]]:
        """Yield words that are 0.8 alike, and how far they are from the same. Three letters are like too many."""
        if len(word) <= SHORT_WORD_LENGTH:
            return
        for candidate, score, _index in process.extract_iter(
            word, self._words, scorer=fuzz.ratio, score_cutoff=SIMILARITY_THRESHOLD * 100
        ):
            yield candidate, 1 - score / 100

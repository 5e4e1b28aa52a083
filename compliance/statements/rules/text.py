"""The words of a statement, beside what portal.core.text reads out of any text."""

import re
import unicodedata
from collections import Counter

from portal.core.text import Sentence, plain_text, sentences

__all__ = ["Sentence", "median", "plain_text", "sentences", "similarity", "tidy", "word_count", "words"]

WORD = re.compile(r"\w[\w'’-]*")
SHINGLE = 5


def tidy(text: str) -> str:
    """Return NFC text, lines ended by \\n, without what no database stores: NUL and halves of surrogate pairs."""
    storable = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    lines = storable.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines)


def words(text: str) -> list[str]:
    return WORD.findall(text)


def word_count(text: str) -> int:
    return sum(1 for _ in WORD.finditer(text))


def median(numbers: list[int]) -> float:
    """Return the median; 0 for an empty list."""
    if not numbers:
        return 0
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def similarity(text: str, earlier: str) -> float:
    """Return the share of text, by runs of five words, that was in the earlier text: 0 to 1.

    Order and layout do not matter, so moving sections about does not hide a copy.
    """
    ours, theirs = _shingles(text), _shingles(earlier)
    total = ours.total()
    return (ours & theirs).total() / total if total else 0.0


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    folded = [word.casefold() for word in words(text)]
    if len(folded) < SHINGLE:
        return Counter([tuple(folded)] if folded else [])
    return Counter(zip(*(folded[n:] for n in range(SHINGLE)), strict=False))

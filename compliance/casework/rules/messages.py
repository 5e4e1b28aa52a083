"""What a handler is told before a message goes to a reporter: whether it reads well, and whose name stands in it.

Nothing here keeps a message back. Pure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from portal.core import readability
from portal.core.text import fold_letters, split_at_pauses

# Sentences of 20 words, 25 at most, for readers of nine (docs/requirements/experience.md#reporter-words).
MAX_SENTENCE_WORDS, MAX_READING_AGE = 20, 9.0
# Shorter words than this are no name by themselves ("Jo" in "Jo Smith" is; "an" would blacken every text).
MIN_NAME_LENGTH = 3
# Names that are words as well: only with a capital, and not where a sentence begins, do they name somebody.
NAMES_THAT_ARE_WORDS = frozenset(
    {
        *("amber", "april", "art", "august", "autumn", "bill", "bishop", "cook", "dawn", "dean", "drew", "faith"),
        *("father", "frank", "grace", "grant", "hope", "iris", "ivy", "joy", "june", "king", "long", "mark", "may"),
        *("mercy", "miles", "mother", "pat", "rich", "rob", "rose", "sue", "summer", "will", "wood", "young"),
    }
)
_CALLED = re.compile(
    r"\b(?i:called|named|nicknamed|known as|name is|name was|mr|mrs|ms|miss)\.?\s+((?:[A-Z][\w’'-]+\s?){1,3})"
)
_AGAIN = re.compile(r"\b(?:look|come|check|read)\b[^.?!]*\b(?:again|back|here|by then|tomorrow)\b", re.IGNORECASE)


class Hint(StrEnum):
    """The page has the words."""

    LONG_SENTENCE = "long_sentence"
    HARD_WORDS = "hard_words"
    NO_NEXT_LOOK = "no_next_look"


@dataclass(frozen=True)
class Readability:
    """age: of a reader who follows it, by the older of two formulas. longest: the longest sentence, in words."""

    age: int
    longest: int
    hints: tuple[Hint, ...]


def check_readability(text: str) -> Readability:
    """Return how hard a text in English is to read, and what would make it easier."""
    sentences = split_at_pauses(text)
    longest = max((len(readability.words(sentence)) for sentence in sentences), default=0)
    age = max(readability.reading_ages(sentences))
    hints = (
        (Hint.LONG_SENTENCE, longest > MAX_SENTENCE_WORDS),
        (Hint.HARD_WORDS, age > MAX_READING_AGE),
        (Hint.NO_NEXT_LOOK, not _AGAIN.search(text)),
    )
    return Readability(round(age), longest, tuple(hint for hint, is_so in hints if is_so))


def find_names(text: str, known: Iterable[str]) -> list[str]:
    """Return the names that the case knows and the text says, as the text says them, each once."""
    parts = {_fold(part) for name in known for part in readability.words(name) if len(part) >= MIN_NAME_LENGTH}
    hits: dict[str, None] = {}
    for sentence in split_at_pauses(text):
        for index, word in enumerate(readability.words(sentence)):
            plain = word.removesuffix("’s").removesuffix("'s")
            is_meant = plain.casefold() not in NAMES_THAT_ARE_WORDS or (index > 0 and plain[:1].isupper())
            if _fold(plain) in parts and is_meant:
                hits[plain] = None
    return list(hits)


def _fold(word: str) -> str:
    return fold_letters(word).text


def find_described_names(text: str) -> list[str]:
    """Return the names that somebody wrote into a description: what stands after “called” and the like."""
    return [name.strip() for name in _CALLED.findall(text)]

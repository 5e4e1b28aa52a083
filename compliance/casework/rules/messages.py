"""What a handler is told before a message goes to a reporter: whether it reads well, and whose name stands in it.

Nothing here keeps a message back. Pure.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from compliance.casework.rules.referrals import SHORTEST_NAME
from portal.core import readability

# Experience 5 and 10: sentences of 20 words, 25 at most, for readers of nine.
MOST_WORDS, OLDEST = 20, 9.0
# Names that are words as well: only with a capital, and not where a sentence begins, do they name somebody.
WORDS_TOO = frozenset(
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
class Look:
    """age: of a reader who follows it, by the older of two formulas. longest: the longest sentence, in words."""

    age: int
    longest: int
    hints: tuple[Hint, ...]


def look_at(text: str) -> Look:
    """Of a text in English."""
    found = readability.sentences(text)
    longest = max((len(readability.words(sentence)) for sentence in found), default=0)
    age = max(readability.reading_ages(found))
    hints = (
        (Hint.LONG_SENTENCE, longest > MOST_WORDS),
        (Hint.HARD_WORDS, age > OLDEST),
        (Hint.NO_NEXT_LOOK, not _AGAIN.search(text)),
    )
    return Look(round(age), longest, tuple(hint for hint, is_so in hints if is_so))


def names_in(text: str, known: Iterable[str]) -> list[str]:
    """Names that the case knows and the text says, as the text says them, each once."""
    parts = {part.casefold() for name in known for part in readability.words(name) if len(part) >= SHORTEST_NAME}
    found: dict[str, None] = {}
    for sentence in readability.sentences(text):
        for place, word in enumerate(readability.words(sentence)):
            plain = word.removesuffix("’s").removesuffix("'s")
            is_meant = plain.casefold() not in WORDS_TOO or (place > 0 and plain[:1].isupper())
            if plain.casefold() in parts and is_meant:
                found[plain] = None
    return list(found)


def names_told(text: str) -> list[str]:
    """Names that somebody wrote into a description: what stands after “called” and the like."""
    return [name.strip() for name in _CALLED.findall(text)]

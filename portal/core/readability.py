"""How hard a text is to read, in two formulas that need nothing but the text. No Django here.

Flesch-Kincaid: 0.39 words a sentence + 11.8 syllables a word - 15.59. Source: Kincaid and others, 1975.
Automated readability index: 0.5 words a sentence + 4.71 letters a word - 21.43. Source: Senter and Smith, 1967.
Both give a school grade of the United States, in which children of the first grade are six: an age is five more.
Syllables are counted by groups of vowels, which is right for some nine English words in ten.
"""

import re
from collections.abc import Iterable

# No first reader is younger.
YOUNGEST, BEFORE_FIRST_GRADE = 5.0, 5
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_END = re.compile(r"(?<=[.?!:;])[\"”’)]*\s+|\n+")


def sentences(text: str) -> list[str]:
    """Also what stands on a line of its own."""
    return [part.strip() for part in _END.split(text) if _WORD.search(part)]


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def syllables(word: str) -> int:
    """At least one. A number is read as one word."""
    plain = word.lower()
    found = len(re.findall(r"[aeiouy]+", plain))
    is_silent = plain.endswith("e") and not plain.endswith(("le", "ee", "ye"))
    is_silent = is_silent or re.search(r"[^aeiouytd]ed$|[^aeiouysxzc]es$", plain) is not None
    return max(1, found - is_silent)


def reading_ages(said: Iterable[str]) -> tuple[float, float]:
    """By both formulas, for sentences; YOUNGEST where there are none."""
    found = [words(sentence) for sentence in said]
    lines = [line for line in found if line]
    every = [word for line in lines for word in line]
    if not every:
        return YOUNGEST, YOUNGEST
    length = len(every) / len(lines)
    sounds = sum(map(syllables, every)) / len(every)
    letters = sum(len(re.sub(r"[^\w]", "", word)) for word in every) / len(every)
    grades = 0.39 * length + 11.8 * sounds - 15.59, 0.5 * length + 4.71 * letters - 21.43
    return max(YOUNGEST, grades[0] + BEFORE_FIRST_GRADE), max(YOUNGEST, grades[1] + BEFORE_FIRST_GRADE)

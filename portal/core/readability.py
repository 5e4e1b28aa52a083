"""Readability of a text, by two formulas that need nothing but the text. No Django here.

Flesch-Kincaid: 0.39 words a sentence + 11.8 syllables a word - 15.59. Source: Kincaid and others, 1975.
Automated readability index: 0.5 words a sentence + 4.71 letters a word - 21.43. Source: Senter and Smith, 1967.
Both give a school grade of the United States, in which children of the first grade are six: an age is five more.
Syllables are counted by groups of vowels, which is right for some nine English words in ten. A formula knows nothing
of meaning: it finds long sentences and long words, and people have to find the rest.
"""

import re
from collections.abc import Iterable

from portal.core.text import split_at_pauses, split_passages

VOWELS = re.compile(r"[aeiouy]+")
# An e that is written and not spoken: police, safely, statement, careful; asked, but not wanted; moves, but not places.
SILENT_ENDINGS = re.compile(
    r"[^laeiouy]e$|[^aeiouy]l?e(?=(?:ly|ment|ments|ful|less)$)|[^aeioutdy]e(?=d$)|[^aeiouysxzcg]e(?=s$)(?<!she)(?<!che)"
)
# Vowels that stand side by side and are two sounds: trial, various, idea, actual, quiet, being, employer.
SEPARATE_VOWELS = re.compile(
    r"(?<![cstx])i[ao](?!n$|ns$)|[^q]ua|(?<![cst])ie(?=t|n[^d]|r)|(?<=[eo])a$|(?<=[aeouy])ing|(?<=[ao])ye|cre(?=a)"
)
SPOKEN_ENDINGS = {
    "business": 2,
    "businesses": 3,
    "every": 2,
    "everyone": 3,
    "area": 3,
    "areas": 3,
    "idea": 3,
    "ideas": 3,
}
# No first reader is younger.
YOUNGEST, BEFORE_FIRST_GRADE = 5.0, 5
_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")


def words(text: str) -> list[str]:
    """Split a text into words."""
    return _WORD.findall(text)


def count_syllables(word: str) -> int:
    """Return how many syllables a word has, at least one. A number is read as one word."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if letters in SPOKEN_ENDINGS:
        return SPOKEN_ENDINGS[letters]
    return max(
        1, len(VOWELS.findall(letters)) - len(SILENT_ENDINGS.findall(letters)) + len(SEPARATE_VOWELS.findall(letters))
    )


def reading_ages(texts: Iterable[str]) -> tuple[float, float]:
    """Return the reading age in years by both formulas, for sentences; YOUNGEST where there are none."""
    split = [words(sentence) for sentence in texts]
    lines = [line for line in split if line]
    every = [word for line in lines for word in line]
    if not every:
        return YOUNGEST, YOUNGEST
    length = len(every) / len(lines)
    sounds = sum(map(count_syllables, every)) / len(every)
    letters = sum(len(re.sub(r"[^\w]", "", word)) for word in every) / len(every)
    grades = 0.39 * length + 11.8 * sounds - 15.59, 0.5 * length + 4.71 * letters - 21.43
    return max(YOUNGEST, grades[0] + BEFORE_FIRST_GRADE), max(YOUNGEST, grades[1] + BEFORE_FIRST_GRADE)


def reading_age(texts: Iterable[str]) -> float:
    """Return the reading age in years of HTML or plain words, by the first formula."""
    parts = (sentence for text in texts for passage in split_passages(text) for sentence in split_at_pauses(passage))
    return reading_ages(parts)[0]

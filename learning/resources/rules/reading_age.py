"""How old a reader has to be, told from the length of sentences and of words.

Flesch and Kincaid's grade (Kincaid and others, 1975: 0.39 × words a sentence + 11.8 × syllables a word − 15.59), which
is a year of school in the United States; a child in the first grade is six. A formula knows nothing of meaning: it
finds long sentences and long words, and people have to find the rest.
"""

import re
from collections.abc import Iterable

from learning.resources.rules.words import passages, sentences, words

VOWELS = re.compile(r"[aeiouy]+")
# An e that is written and not spoken: police, safely, statement, careful; asked, but not wanted; moves, but not places.
SILENT = re.compile(
    r"[^laeiouy]e$|[^aeiouy]l?e(?=(?:ly|ment|ments|ful|less)$)|[^aeioutdy]e(?=d$)|[^aeiouysxzcg]e(?=s$)(?<!she)(?<!che)"
)
# Vowels that stand side by side and are two sounds: trial, various, idea, actual, quiet, being, employer.
APART = re.compile(
    r"(?<![cstx])i[ao](?!n$|ns$)|[^q]ua|(?<![cst])ie(?=t|n[^d]|r)|(?<=[eo])a$|(?<=[aeouy])ing|(?<=[ao])ye|cre(?=a)"
)
SPOKEN = {"business": 2, "businesses": 3, "every": 2, "everyone": 3, "area": 3, "areas": 3, "idea": 3, "ideas": 3}
AGE_BEFORE_SCHOOL = 5


def syllables(word: str) -> int:
    """Told from groups of vowels: right for nine words in ten, and never none."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    if letters in SPOKEN:
        return SPOKEN[letters]
    return max(1, len(VOWELS.findall(letters)) - len(SILENT.findall(letters)) + len(APART.findall(letters)))


def reading_age(texts: Iterable[str]) -> float:
    """texts: HTML or plain words. Years; 0 where there are no words."""
    spoken = [words(sentence) for text in texts for passage in passages(text) for sentence in sentences(passage)]
    every = [word for sentence in spoken for word in sentence]
    if not every:
        return 0.0
    sounds = sum(syllables(word) for word in every)
    grade = 0.39 * len(every) / len(spoken) + 11.8 * sounds / len(every) - 15.59
    return max(0.0, grade) + AGE_BEFORE_SCHOOL

"""What English words keep through their forms. No Django here.

Three strengths, for three uses: `stem` for a search, where both the text and the question are stemmed; `stem_prefix`
for a pattern that finds a word by how it begins; `singular` for the names of goods, where much must stay apart.
"""

import re

from snowballstemmer.english_stemmer import EnglishStemmer

# British spelling, which the stemmer does not know, and the person who does a thing: labour, organised, supplier.
SPELLINGS = (
    (re.compile(r"our(?=(?:s|ed|er|ers|ing)?$)"), "or"),
    (re.compile(r"is(?=(?:e|es|ed|er|ers|ing|ings|ation|ations)$)"), "iz"),
    (re.compile(r"iers?$"), "y"),
)
MIN_LENGTH_RESPELT = 5
PREFIX_ENDINGS = ("ies", "ing", "ed", "es", "s", "y", "e")
MIN_PREFIX_LENGTH = 4


def stem(word: str) -> str:
    """Return the part that a word keeps through its forms: signs, signed and signing are sign, labour is labor.

    Nothing is kept of the word, which may be a reporter's.
    """
    if len(word) >= MIN_LENGTH_RESPELT:
        for pattern, spelling in SPELLINGS:
            word = pattern.sub(spelling, word)
    return EnglishStemmer().stemWord(word)


def stem_prefix(word: str) -> str:
    """Return a crude English stem: "policies" and "policy" give "polic"; short words stay as they are."""
    for ending in PREFIX_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= MIN_PREFIX_LENGTH:
            return word.removesuffix(ending)
    return word


def singular(word: str) -> str:
    """Return a word in the singular, as far as its ending tells."""
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "oes")):
        return word[:-2]
    return word.removesuffix("s")

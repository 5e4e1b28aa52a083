"""Turns a question into terms: folded to small letters, without stop words, each with its synonyms. One way of folding
serves the index and the question, so that every database finds the same.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WORD = re.compile(r"[a-z0-9]+")
MAX_TERMS = 12
MAX_QUERY_LENGTH = 200
# In every question and so in none.
STOP_LINES = (
    "a about after all also am an and any are as at be because been before being but by can could did do does doing",
    "for from had has have he her here him his how i if in into is it its just like may me might more most much my no",
    "nor not of off on one only or other our out over own please really same she should so some such than that the",
    "their them then there these they thing things this those through to too under up us very was we were what when",
    "where which while who whom whose why will with would you your someone somebody anyone anybody people person get",
    "got go going make tell want happen happens happened",
)
# What every page here is about: asked for only where nothing else is.
ABOUT = frozenset({"modern", "slavery"})
STOP_WORDS = frozenset(word for line in STOP_LINES for word in line.split())
# The ending, what stands in its place, and how long the rest has to be to be a word.
ENDINGS = (
    *(("isations", "", 4), ("izations", "", 4), ("isation", "", 4), ("ization", "", 4), ("ations", "", 4)),
    *(("ation", "", 4), ("ments", "", 6), ("ment", "", 6), ("ising", "", 4), ("izing", "", 4), ("ings", "", 4)),
    *(("ing", "", 4), ("ised", "", 4), ("ized", "", 4), ("iers", "y", 3), ("ier", "y", 3), ("ies", "y", 3)),
    *(("ied", "y", 3), ("ers", "", 4), ("er", "", 4), ("ed", "", 4), ("ises", "", 4), ("izes", "", 4), ("ise", "", 4)),
    *(("ize", "", 4), ("es", "", 4), ("s", "", 3)),
)


def fold(text: str) -> list[str]:
    """Return small letters without accents, in the order of the text."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return WORD.findall(re.sub(r"[’']s\b|[’']", "", plain))


def stem(word: str) -> str:
    """Return the part that a word keeps through its forms: signs, signed and signing are sign, labour is labor."""
    for ending, instead, least in ENDINGS:
        stemmed = word.removesuffix(ending)
        if stemmed != word and len(stemmed) >= least and not (ending == "s" and stemmed.endswith("s")):
            is_doubled = not instead and len(stemmed) > 4 and stemmed[-1] == stemmed[-2] and stemmed[-1] not in "sl"
            return _without_e(stemmed[:-1] if is_doubled else stemmed + instead)
    return _without_e(word)


def _without_e(word: str) -> str:
    word = f"{word[:-3]}or" if len(word) > 4 and word.endswith("our") else word
    return word.removesuffix("e") if len(word) > 4 else word


def stem_text(text: str) -> list[str]:
    """Return the stems of a text's words, in its order."""
    return [stem(word) for word in fold(text)]


@dataclass(frozen=True)
class Term:
    """One word of the question. same: stems of words, or of names of several words, that mean the same."""

    stem: str
    same: frozenset[tuple[str, ...]] = frozenset()


type Name = tuple[str, ...]


class Synonyms:
    def __init__(self, groups: Iterable[tuple[Sequence[Name], Sequence[Name]]]) -> None:
        self.found: dict[Name, set[Name]] = {}
        for phrase, meant in groups:
            for name in phrase:
                self.found.setdefault(name, set()).update(set(meant) - {name})
        self.longest = max((len(name) for name in self.found), default=1)

    def terms(self, text: str) -> list[Term]:
        """Return the question's own words, and beside the first of a known name what means the same as the name."""
        words = [stem(word) for word in fold(text[:MAX_QUERY_LENGTH])]
        spoken = [word in STOP_WORDS for word in fold(text[:MAX_QUERY_LENGTH])]
        same: dict[int, set[Name]] = {}
        for start in range(len(words)):
            for length in range(self.longest, 0, -1):
                name = tuple(words[start : start + length])
                if len(name) == length and name in self.found:
                    first = next((place for place in range(start, start + length) if not spoken[place]), start)
                    names = {name} if length > 1 else set()
                    same.setdefault(first, set()).update(self.found[name] | names)
        terms: dict[str, Term] = {}
        for place, word in enumerate(words):
            if (not spoken[place] or place in same) and word not in terms:
                terms[word] = Term(word, frozenset(same.get(place, ())))
        telling = [term for term in terms.values() if term.stem not in ABOUT]
        return (telling or list(terms.values()))[:MAX_TERMS]


def read_synonyms(text: str) -> Synonyms:
    """Parse synonyms.txt."""
    groups = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            phrase, arrow, meant = line.partition(">")
            names = [tuple(stem_text(name)) for name in phrase.split(",")]
            groups.append((names, [tuple(stem_text(name)) for name in meant.split(",")] if arrow else names))
    return Synonyms(groups)

"""What somebody asks for, as terms: folded to small letters, without the words that every question has, each with what
means the same. One way of folding serves the index and the question, so that every database finds the same."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WORD = re.compile(r"[a-z0-9]+")
MOST_TERMS = 12
MOST_LETTERS = 200
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
STOP = frozenset(word for line in STOP_LINES for word in line.split())
# The ending, what stands in its place, and how long the rest has to be to be a word.
ENDINGS = (
    *(("isations", "", 4), ("izations", "", 4), ("isation", "", 4), ("ization", "", 4), ("ations", "", 4)),
    *(("ation", "", 4), ("ments", "", 6), ("ment", "", 6), ("ising", "", 4), ("izing", "", 4), ("ings", "", 4)),
    *(("ing", "", 4), ("ised", "", 4), ("ized", "", 4), ("iers", "y", 3), ("ier", "y", 3), ("ies", "y", 3)),
    *(("ied", "y", 3), ("ers", "", 4), ("er", "", 4), ("ed", "", 4), ("ises", "", 4), ("izes", "", 4), ("ise", "", 4)),
    *(("ize", "", 4), ("es", "", 4), ("s", "", 3)),
)


def folded(text: str) -> list[str]:
    """Small letters without accents, in the order of the text."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return WORD.findall(re.sub(r"[’']s\b|[’']", "", plain))


def stem(word: str) -> str:
    """The part that a word keeps through its forms: signs, signed and signing are sign, labour is labor."""
    for ending, instead, least in ENDINGS:
        kept = word.removesuffix(ending)
        if kept != word and len(kept) >= least and not (ending == "s" and kept.endswith("s")):
            is_doubled = not instead and len(kept) > 4 and kept[-1] == kept[-2] and kept[-1] not in "sl"
            return _without_e(kept[:-1] if is_doubled else kept + instead)
    return _without_e(word)


def _without_e(word: str) -> str:
    word = f"{word[:-3]}or" if len(word) > 4 and word.endswith("our") else word
    return word.removesuffix("e") if len(word) > 4 else word


def stems(text: str) -> list[str]:
    return [stem(word) for word in folded(text)]


@dataclass(frozen=True)
class Term:
    """One word of the question. same: stems of words, or of names of several words, that mean the same."""

    stem: str
    same: frozenset[tuple[str, ...]] = frozenset()


type Name = tuple[str, ...]


class Synonyms:
    def __init__(self, groups: Iterable[tuple[Sequence[Name], Sequence[Name]]]) -> None:
        self.found: dict[Name, set[Name]] = {}
        for asked, meant in groups:
            for name in asked:
                self.found.setdefault(name, set()).update(set(meant) - {name})
        self.longest = max((len(name) for name in self.found), default=1)

    def terms(self, text: str) -> list[Term]:
        """The question's own words, and beside the first of a known name what means the same as the name."""
        words = [stem(word) for word in folded(text[:MOST_LETTERS])]
        spoken = [word in STOP for word in folded(text[:MOST_LETTERS])]
        same: dict[int, set[Name]] = {}
        for start in range(len(words)):
            for length in range(self.longest, 0, -1):
                name = tuple(words[start : start + length])
                if len(name) == length and name in self.found:
                    first = next((place for place in range(start, start + length) if not spoken[place]), start)
                    own = {name} if length > 1 else set()
                    same.setdefault(first, set()).update(self.found[name] | own)
        terms: dict[str, Term] = {}
        for place, word in enumerate(words):
            if (not spoken[place] or place in same) and word not in terms:
                terms[word] = Term(word, frozenset(same.get(place, ())))
        telling = [term for term in terms.values() if term.stem not in ABOUT]
        return (telling or list(terms.values()))[:MOST_TERMS]


def read_synonyms(text: str) -> Synonyms:
    """As synonyms.txt says them."""
    groups = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            asked, arrow, meant = line.partition(">")
            names = [tuple(stems(name)) for name in asked.split(",")]
            groups.append((names, [tuple(stems(name)) for name in meant.split(",")] if arrow else names))
    return Synonyms(groups)

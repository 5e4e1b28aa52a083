"""Turns a question into terms: folded to small letters, without stop words, each with its synonyms. One way of folding
serves the index and the question, so that every database finds the same.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.core.stemming import stem
from portal.core.text import remove_accents

WORD = re.compile(r"[a-z0-9]+")
# A part of a law in any of its spellings: section 54(4)(b), s.54(4)(b), s54 4 b is not one. One word each, from the
# whole section down to the paragraph, so that the exact one is rare and found first.
PROVISION = re.compile(r"\b(s|ss|sec|sect|sections?|sch|schedules?)\.?\s*(\d+[a-z]?)\b((?:\s*\(\w{1,3}\))*)")
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
ABOUT = frozenset({stem("modern"), stem("slavery")})
STOP_WORDS = frozenset(word for line in STOP_LINES for word in line.split())


def fold(text: str) -> list[str]:
    """Return small letters without accents, in the order of the text."""
    return WORD.findall(PROVISION.sub(_name_provision, re.sub(r"[’']s\b|[’']", "", remove_accents(text))))


def _name_provision(match: re.Match[str]) -> str:
    """Return "section54 section54p4 section54p4pb" for s54(4)(b)."""
    names = [("schedule" if match[1].startswith("sch") else "section") + match[2]]
    for part in re.findall(r"\w+", match[3]):
        names.append(f"{names[-1]}p{part}")
    return f" {' '.join(names)} "


def stem_text(text: str) -> list[str]:
    """Return the stems of a text's words, in its order."""
    return [stem(word) for word in fold(text)]


@dataclass(frozen=True)
class Term:
    """One word of the question. same: stems of words, or of names of several words, that mean the same.

    is_part: it is a further word of a known name, such as "fodern" of "caethwasiaeth fodern", which the first answers.
    """

    stem: str
    same: frozenset[tuple[str, ...]] = frozenset()
    is_part: bool = False


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
        parts: set[int] = set()
        for start in range(len(words)):
            for length in range(self.longest, 0, -1):
                name = tuple(words[start : start + length])
                if len(name) == length and name in self.found:
                    first = next((index for index in range(start, start + length) if not spoken[index]), start)
                    names = {name} if length > 1 else set()
                    same.setdefault(first, set()).update(self.found[name] | names)
                    parts.update(set(range(start, start + length)) - {first})
        terms: dict[str, Term] = {}
        for index, word in enumerate(words):
            if (not spoken[index] or index in same) and word not in terms:
                terms[word] = Term(word, frozenset(same.get(index, ())), index in parts)
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

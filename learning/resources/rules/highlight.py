"""Where a page says what was asked: the words of the question, marked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learning.resources.rules.stemming import Term, stem

WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
MOST_LETTERS = 180


@dataclass(frozen=True)
class Piece:
    text: str
    is_hit: bool = False


def marked(text: str, terms: Iterable[Term]) -> list[Piece]:
    """The whole text in pieces, those that were asked for marked."""
    asked = _asked(terms)
    pieces: list[Piece] = []
    end = 0
    for match in WORD.finditer(text):
        if stem(match[0].casefold()) in asked:
            pieces += [Piece(text[end : match.start()]), Piece(match[0], is_hit=True)]
            end = match.end()
    pieces.append(Piece(text[end:]))
    return [piece for piece in pieces if piece.text]


def passage(passages: Sequence[str], terms: Sequence[Term]) -> str:
    """The passage with the most different words of the question, cut to about two lines; empty where none has any."""
    asked = _asked(terms)
    best, most = "", 0
    for each in passages:
        hits = len({word for match in WORD.finditer(each) if (word := stem(match[0].casefold())) in asked})
        if hits > most:
            best, most = each, hits
    return _cut(best, asked)


def _cut(text: str, asked: set[str]) -> str:
    """Around the first word that was asked for, at the ends of words."""
    if len(text) <= MOST_LETTERS:
        return text
    first = next((match.start() for match in WORD.finditer(text) if stem(match[0].casefold()) in asked), 0)
    start = max(0, first - MOST_LETTERS // 3)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = text.rfind(" ", 0, start + MOST_LETTERS)
    return f"{'… ' if start else ''}{text[start : end if end > start else start + MOST_LETTERS]} …"


def _asked(terms: Iterable[Term]) -> set[str]:
    """The words themselves, and the single words that mean the same; a name of several words would mark too much."""
    terms = list(terms)
    return {term.stem for term in terms} | {name[0] for term in terms for name in term.same if len(name) == 1}

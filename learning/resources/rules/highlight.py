"""Highlights the words of the question in a passage of the page."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from learning.resources.rules.stemming import Term
from portal.core.stemming import stem

WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
MAX_PASSAGE_LENGTH = 180


@dataclass(frozen=True)
class Piece:
    text: str
    is_hit: bool = False


def mark_terms(text: str, terms: Iterable[Term]) -> list[Piece]:
    """Return the whole text in pieces, those that were asked for marked."""
    words = _get_marked_words(terms)
    pieces: list[Piece] = []
    end = 0
    for match in WORD.finditer(text):
        if stem(match[0].casefold()) in words:
            pieces += [Piece(text[end : match.start()]), Piece(match[0], is_hit=True)]
            end = match.end()
    pieces.append(Piece(text[end:]))
    return [piece for piece in pieces if piece.text]


def find_best_passage(passages: Sequence[str], terms: Sequence[Term]) -> str:
    """Return the passage with the most different words of the question, cut to about two lines; empty where none has
    any.
    """
    words = _get_marked_words(terms)
    best, most = "", 0
    for each in passages:
        hits = len({word for match in WORD.finditer(each) if (word := stem(match[0].casefold())) in words})
        if hits > most:
            best, most = each, hits
    return _cut(best, words)


def _cut(text: str, words: set[str]) -> str:
    """Cut around the first word that was asked for, at the ends of words."""
    if len(text) <= MAX_PASSAGE_LENGTH:
        return text
    first = next((match.start() for match in WORD.finditer(text) if stem(match[0].casefold()) in words), 0)
    start = max(0, first - MAX_PASSAGE_LENGTH // 3)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = text.rfind(" ", 0, start + MAX_PASSAGE_LENGTH)
    return f"{'… ' if start else ''}{text[start : end if end > start else start + MAX_PASSAGE_LENGTH]} …"


def _get_marked_words(terms: Iterable[Term]) -> set[str]:
    """Return the words themselves, and the single words that mean the same; a name of several words would mark too
    much.
    """
    terms = list(terms)
    return {term.stem for term in terms} | {name[0] for term in terms for name in term.same if len(name) == 1}

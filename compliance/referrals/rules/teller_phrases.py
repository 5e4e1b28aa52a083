"""Phrases of a text by which somebody could tell who told us, like "my neighbour", "I heard" or "next door". Pure.

English only, and some are missed: it points at phrases and never says that there are none. The patterns are possessive,
so that the time grows with the length of the text and no faster.

See docs/requirements/helpline.md#words-that-show-who-told-us.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_APOSTROPHE = "['’‘ʼ]"
_WORD = rf"\w++(?:(?:{_APOSTROPHE}|[-‐‑])\w++)*+"
_GAP = r"\s++"
# Words after "my" that tell nothing of a person; names and numbers are taken out by themselves.
_COMMON = (
    "concerns?|e-?mail|fault|god|goodness|guess|knowledge|message|mind|mobile|names?|number|opinion|phone|report|"
    "understanding|view|worry"
)
_ADJECTIVES = (
    r"best|big|close|downstairs|elder|ex|former|good|late|little|new|next[\s-]++door|old|older|other|own|step|upstairs|"
    "young|younger"
)
_ADVERBS = (
    "actually|also|always|both|can|could|did|do|even|first|had|have|just|keep|kept|may|might|never|often|once|only|"
    "personally|recently|regularly|sometimes|still|then|usually|used to|was|were|will|would|am|are"
)
_VERBS = (
    "ask(?:ed)?|bought|buy|came|clean(?:ed|ing)?|come|deliver(?:ed|ing)?|drive|driving|drove|employ(?:ed)?|filmed|"
    "followed|found|gave|hear|heard|hearing|help(?:ed)?|hired|knew|know|known|listened|live|lived|living|looked|meet|"
    "met|notic(?:e|ed|ing)|overheard|pass|passed|passing|photographed|recogni[sz]ed?|recorded|rent|rented|sat|saw|see|"
    "seeing|seen|share|shared|smell|smelled|smelt|spoke|spoken|stay|stayed|staying|stood|talked|taught|teach|visit|"
    "visited|visiting|volunteer|walk|walked|walking|watch|watched|watching|went|witnessed|work|worked|working"
)
_BEFORE_ME = (
    "above|across from|along from|alongside|approached|asked|at|behind|below|beneath|beside|between|by|called|close to|"
    "downstairs from|facing|for|from|gave|given|inside|lent|messaged|near|next to|of|opposite|outside|over|owes?|paid|"
    "past|pays|phoned|rang|sent|showed|shown|shows|texted|threatened|to|told|towards?|under|underneath|upstairs from|"
    "with"
)
_OVER, _STREET = "across|over|up|down|along|other side of", "corridor|hall|landing|lane|road|street|way"
_I_AM = rf"I am|I was|I{_APOSTROPHE}?m|we are|we were|we{_APOSTROPHE}re"
_RELATIONS = (
    rf"(?:my|our){_GAP}(?:(?:{_ADJECTIVES}){_GAP}){{0,3}}+(?!(?:{_COMMON})\b){_WORD}",
    rf"\w++{_GAP}of{_GAP}(?:mine|ours)",
)
_PLACES = (
    r"next[\s-]++door",
    rf"(?:{_OVER}){_GAP}(?:(?:the|our|my){_GAP})?+(?:{_STREET})",
    r"a?round the corner",
)
# Said by the desk itself of who told us.
_NOUNS = (r"(?:the|our) (?:caller|informant|reporter)",)
_ONESELF = (
    rf"(?:I|we)(?:{_APOSTROPHE}(?:ve|d|m|re))?+{_GAP}(?:(?:{_ADVERBS}){_GAP}){{0,3}}+(?:{_VERBS})",
    rf"(?:{_I_AM}){_GAP}(?:an?|at|from|her|his|in|next|on|one of|outside|the|their){_GAP}{_WORD}",
    rf"(?:{_BEFORE_ME}){_GAP}(?:me|us|mine|ours|my|our)",
)


@dataclass(frozen=True)
class Piece:
    """Part of a text. is_marked: the part could show who told us."""

    text: str
    is_marked: bool = False


def _compile(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    # A space between two words of a list is any gap.
    return tuple(re.compile(rf"\b(?:{each})\b".replace(" ", _GAP), re.IGNORECASE) for each in patterns)


_DESK_PATTERNS = _compile((*_RELATIONS, *_PLACES, *_NOUNS))
_PATTERNS = (*_DESK_PATTERNS, *_compile(_ONESELF))


def find_teller_phrases(text: str, *, is_of_desk: bool = False) -> list[tuple[int, int]]:
    """Return start and end of each phrase that could show who told us, in order, those that overlap as one.

    is_of_desk: the desk wrote the text, where "we" and "us" are the helpline. The caller leaves out the texts of a
    person who told us of themselves: recipients may know that.
    """
    patterns = _DESK_PATTERNS if is_of_desk else _PATTERNS
    merged: list[tuple[int, int]] = []
    for start, end in sorted(match.span() for pattern in patterns for match in pattern.finditer(text)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def split_teller_phrases(text: str, *, is_of_desk: bool = False) -> list[Piece]:
    """Return the whole text in pieces, those that could show who told us marked."""
    pieces, position = [], 0
    for start, end in find_teller_phrases(text, is_of_desk=is_of_desk):
        pieces += [Piece(text[position:start]), Piece(text[start:end], is_marked=True)]
        position = end
    pieces.append(Piece(text[position:]))
    return [piece for piece in pieces if piece.text]

"""Reading plain words out of what people wrote. Every pattern here takes time in proportion to the text."""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

# A tag ends at the next angle bracket of either kind, so that a million "<" are read once.
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)?+[^<>]*+>")
BLOCKS = frozenset(
    {
        *("address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section"),
        *("table", "tbody", "tfoot", "thead", "tr", "ul"),
    }
)
CELLS = frozenset({"td", "th"})
# html.unescape turns the digits into a number; Python refuses numbers this long.
LONG_NUMBER = re.compile(r"&#[0-9]{9,};?")
SPACES = re.compile(r"[^\S\n]+")
LINES = re.compile(r"\n\s*")
END = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][\"'”’)\]])\s+(?![a-z])|\n\s*")
WORD = re.compile(r"\w[\w'’-]*")
# A full stop after one of these does not end the sentence.
SHORT_FORMS = (
    "e.g.",
    "i.e.",
    "etc.",
    "no.",
    "nos.",
    "ltd.",
    "inc.",
    "co.",
    "s.",
    "ss.",
    "mr.",
    "ms.",
    "mrs.",
    "dr.",
    "st.",
    "cf.",
    "prof.",
    "rev.",
    "hon.",
    "messrs.",
    "approx.",
    "sec.",
    "sect.",
)
# Nor after the first letters of a name: J. P. Hathersage.
INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\.")
SHINGLE = 5


@dataclass(frozen=True, slots=True)
class Sentence:
    """start and end are character positions in the plain text."""

    text: str
    start: int
    end: int


def tidy(text: str) -> str:
    """Return NFC text, lines ended by \\n, without what no database stores: NUL and halves of surrogate pairs."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    lines = whole.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", lines)


def plain_text(markup: str) -> str:
    """Return the words of rich text: one line a block, no tags, entities read."""

    def replaced(match: re.Match[str]) -> str:
        name = (match[2] or "").lower()
        if name in BLOCKS:
            return "\n"
        return " " if name in CELLS else ""

    bare = html.unescape(LONG_NUMBER.sub("\ufffd", TAG.sub(replaced, markup)))
    return LINES.sub("\n", SPACES.sub(" ", bare.replace("\xa0", " "))).strip()


def words(text: str) -> list[str]:
    return WORD.findall(text)


def word_count(text: str) -> int:
    return sum(1 for _ in WORD.finditer(text))


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of plain text in order; a line end ends one too, so headings and list items stand alone."""
    return [Sentence(text[start:end], start, end) for start, end in _spans(text) if start < end]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = len(text) - len(text.lstrip())
    for match in END.finditer(text, start):
        if "\n" not in match[0] and _is_short_form(text, match.start()):
            continue
        yield start, match.start()
        start = match.end()
    yield start, len(text.rstrip())


def _is_short_form(text: str, end: int) -> bool:
    last = text[max(0, end - 8) : end].rpartition(" ")[2].lstrip("(")
    return last.lower() in SHORT_FORMS or bool(INITIALS.fullmatch(last))


def median(numbers: list[int]) -> float:
    """Return the median; 0 for an empty list."""
    if not numbers:
        return 0
    ordered = sorted(numbers)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def similarity(text: str, earlier: str) -> float:
    """Return the share of text, by runs of five words, that was in the earlier text: 0 to 1.

    Order and layout do not matter, so moving sections about does not hide a copy.
    """
    ours, theirs = _shingles(text), _shingles(earlier)
    total = ours.total()
    return (ours & theirs).total() / total if total else 0.0


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    folded = [word.casefold() for word in words(text)]
    if len(folded) < SHINGLE:
        return Counter([tuple(folded)] if folded else [])
    return Counter(zip(*(folded[n:] for n in range(SHINGLE)), strict=False))

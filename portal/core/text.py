"""Plain words out of what people wrote: folding, words, sentences, and the text of HTML.

Every pattern here takes time in proportion to the text. No Django here.
"""

import html
import re
import unicodedata
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
CELLS = frozenset({"td", "th", "caption"})
# html.unescape turns the digits into a number; Python refuses numbers this long.
LONG_NUMBER = re.compile(r"&#[0-9]{9,};?")
SPACES = re.compile(r"[^\S\n]+")
LINES = re.compile(r"\n\s*")
FOLDED_WORD = re.compile(r"[^\W_]+")
WORD = re.compile(r"[^\W_](?:[^\W_]|[’'.,:/@&%-](?=[^\W_]))*")
# [3] points at the third source.
SOURCE_NUMBER = re.compile(r"(?<!\s)\s*\[(\d{1,2})\]")
# Where a sentence ends in the law's sense, and where a reader may draw breath, which is what a reading age counts.
END = re.compile(r"(?<=[.!?])\s+|(?<=[.!?][\"'”’)\]])\s+(?![a-z])|\n\s*")
PAUSE = re.compile(r"(?<=[.?!:;])[\"”’)]*\s+|\n+")
# A full stop after one of these does not end the sentence.
SHORT_FORMS = frozenset(
    {
        *("e.g.", "i.e.", "etc.", "no.", "nos.", "ltd.", "inc.", "co.", "s.", "ss.", "mr.", "ms.", "mrs.", "dr."),
        *("st.", "cf.", "prof.", "rev.", "hon.", "messrs.", "approx.", "sec.", "sect."),
    }
)
# Nor after the first letters of a name: J. P. Hathersage.
INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\.")
# Letters that Unicode does not take apart.
_WITHOUT_STROKES = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}


def remove_accents(text: str) -> str:
    """Return small letters without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()


@dataclass(frozen=True, slots=True)
class FoldedText:
    """Small letters without accents, and for each of them where the character that it was made of begins and ends."""

    text: str
    starts: list[int]
    ends: list[int]

    def span(self, match: re.Match[str]) -> tuple[int, int]:
        """Return where a match in `text`, which is not empty, begins and ends in what was folded."""
        return self.starts[match.start()], self.ends[match.end() - 1]


def fold_letters(text: str) -> FoldedText:
    """Return a text as names are compared in it: small letters, no accents, and one letter for ł, ø and their like."""
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for index, character in enumerate(text):
        plain = remove_accents(character)
        for letter in _WITHOUT_STROKES.get(plain, plain):
            letters.append(letter)
            starts.append(index)
            ends.append(index + 1)
        if not plain and ends:
            # An accent of its own belongs to the letter before it.
            ends[-1] = index + 1
    return FoldedText("".join(letters), starts, ends)


def fold(text: str) -> str:
    """Return small letters, no accents, no punctuation, one space between words."""
    return " ".join(FOLDED_WORD.findall(remove_accents(text)))


def split_words(text: str) -> list[str]:
    """Return the words of a text."""
    return WORD.findall(text)


def plain_text(markup: str, *, between_cells: str = " ") -> str:
    """Return the words of rich text: one line a block, no tags, entities read."""

    def replaced(match: re.Match[str]) -> str:
        name = (match[2] or "").lower()
        if name in BLOCKS:
            return "\n"
        return between_cells if name in CELLS else ""

    bare = html.unescape(LONG_NUMBER.sub("\ufffd", TAG.sub(replaced, markup)))
    return LINES.sub("\n", SPACES.sub(" ", bare.replace("\xa0", " "))).strip()


def split_passages(markup: str) -> Iterator[str]:
    """Yield paragraphs, list items, headings and cells as plain words, without the numbers of sources."""
    blocks = re.sub(r"\s", " ", markup)  # a line end in the markup is a space
    for line in SOURCE_NUMBER.sub("", plain_text(blocks, between_cells="\n")).splitlines():
        if passage := " ".join(line.split()):
            yield passage


def strip_tags(markup: str) -> str:
    """Return the words of HTML in one line, without tags and without the numbers of sources."""
    return " ".join(split_passages(markup))


@dataclass(frozen=True, slots=True)
class Sentence:
    """start and end are character positions in the plain text."""

    text: str
    start: int
    end: int


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of plain text in order; a line end ends one too, so headings and list items stand alone."""
    return [Sentence(text[start:end], start, end) for start, end in _spans(text) if start < end]


def split_at_pauses(text: str) -> list[str]:
    """Return what is read in one breath: sentences, and their parts before a colon or semicolon, that have a word."""
    return [part.strip() for part in PAUSE.split(text) if WORD.search(part)]


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

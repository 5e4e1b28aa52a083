"""The text of a statement as it is searched, and the sentence that is shown for a search. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from compliance.statements.choices import AREAS
from compliance.statements.rules.outline import reading_order
from compliance.statements.rules.text import plain_text, sentences
from compliance.statements.types import KnownContent
from portal.core.stemming import stem_prefix
from portal.core.text import remove_accents

MAX_WORDS = 6
# A line shorter than this is a heading or a list item rather than a sentence.
MIN_SENTENCE_LENGTH = 40
MAX_SHOWN_LENGTH = 300
MAX_MATCHES = 200
WORD = re.compile(r"[^\W_]+")
NO_STEPS = "no-steps"
# Words that PostgreSQL's English search leaves out, and of which every statement is full.
STOP_WORDS = frozenset(
    {
        *("a", "about", "above", "after", "again", "all", "am", "an", "and", "any", "are", "as", "at", "be"),
        *("because", "been", "before", "being", "below", "between", "both", "but", "by", "can", "did", "do"),
        *("does", "doing", "don", "down", "during", "each", "few", "for", "from", "further", "had", "has"),
        *("have", "having", "he", "her", "here", "hers", "him", "his", "how", "i", "if", "in", "into", "is"),
        *("it", "its", "just", "me", "more", "most", "my", "no", "nor", "not", "now", "of", "off", "on"),
        *("once", "only", "or", "other", "our", "ours", "out", "over", "own", "s", "same", "she", "should"),
        *("so", "some", "such", "t", "than", "that", "the", "their", "them", "then", "there", "these", "they"),
        *("this", "those", "through", "to", "too", "under", "until", "up", "very", "was", "we", "were", "what"),
        *("when", "where", "which", "while", "who", "whom", "why", "will", "with", "you", "your"),
    }
)


@dataclass(frozen=True)
class SearchText:
    """sections: code of each section and the position in the body where it starts. body: one sentence a line."""

    sections: list[tuple[str, int]]
    body: str


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence; is_match tells whether it is one of the words that were searched for."""

    text: str
    is_match: bool


@dataclass(frozen=True)
class Excerpt:
    """The sentence shown for a search. section: the part of the statement that it is in."""

    section: str
    pieces: list[Piece]


def build_search_text(content: KnownContent) -> SearchText:
    """Return the approved text: what was written in each section, in reading order, with the headings of its own."""
    sections: list[tuple[str, int]] = []
    lines: list[str] = []
    length = 0
    for code, text in _list_texts(content):
        # The pieces of a line end where a sentence ends; white space within one is a single blank.
        found = [" ".join(sentence.text.split()) for sentence in sentences(text)]
        if found:
            sections.append((code, length))
            lines += found
            length += sum(len(line) + 1 for line in found)
    return SearchText(sections, "\n".join(lines))


def _list_texts(content: KnownContent) -> Iterator[tuple[str, str]]:
    answers = content["answers"]
    is_no_steps = answers.get("statement_kind") == "no_steps"
    if is_no_steps and answers.get("no_steps_reason"):
        yield NO_STEPS, str(answers["no_steps_reason"])
    custom = answers.get("extra_sections") or ()
    headings = {part["code"]: part["heading"] for part in custom}
    for code in reading_order(custom):
        if is_no_steps and code in AREAS:
            continue
        # A line end in the markup is a blank.
        narrative = plain_text(" ".join(str(answers.get(f"narrative_{code}") or "").split()))
        if narrative:
            yield str(code), "\n".join(filter(None, (headings.get(code, ""), narrative)))


def get_search_words(q: str) -> list[str]:
    """Return the words of a question that tell statements apart, in small letters without accents."""
    words = dict.fromkeys(word for word in WORD.findall(remove_accents(q)) if word not in STOP_WORDS)
    return list(words)[:MAX_WORDS]


def find_excerpt(body: str, sections: Sequence[Sequence[str | int]], words: Iterable[str]) -> Excerpt | None:
    """Return the sentence that has most of the words, the first of several; None where no word is seen."""
    patterns = [re.compile(rf"\b{re.escape(stem_prefix(word))}\w*", re.IGNORECASE) for word in words]
    lines: dict[int, set[int]] = {}
    for index, pattern in enumerate(patterns):
        for count, match in enumerate(pattern.finditer(body)):
            lines.setdefault(body.rfind("\n", 0, match.start()) + 1, set()).add(index)
            if count == MAX_MATCHES:
                break
    if not lines:
        return None

    def rank(start: int) -> tuple[int, bool, int]:
        return len(lines[start]), _end_of_line(body, start) - start >= MIN_SENTENCE_LENGTH, -start

    best = max(lines, key=rank)
    starts = [int(start) for _code, start in sections]
    section = str(sections[max(bisect_right(starts, best) - 1, 0)][0]) if sections else ""
    return Excerpt(section, split_matches(body[best : _end_of_line(body, best)], patterns))


def _end_of_line(body: str, start: int) -> int:
    end = body.find("\n", start)
    return len(body) if end < 0 else end


def split_matches(line: str, patterns: Sequence[re.Pattern[str]]) -> list[Piece]:
    """Return a line in pieces, cut to MAX_SHOWN_LENGTH around its first match."""
    found = re.compile("|".join(pattern.pattern for pattern in patterns), re.IGNORECASE)
    pieces: list[Piece] = []
    at = 0
    line = _cut(line, found)
    for match in found.finditer(line):
        pieces += [Piece(line[at : match.start()], False), Piece(match[0], True)]
        at = match.end()
    return [piece for piece in (*pieces, Piece(line[at:], False)) if piece.text]


def _cut(line: str, found: re.Pattern[str]) -> str:
    if len(line) <= MAX_SHOWN_LENGTH:
        return line
    match = found.search(line)
    start = max((match.start() if match else 0) - MAX_SHOWN_LENGTH // 3, 0)
    end = start + MAX_SHOWN_LENGTH
    start = line.rfind(" ", 0, start) + 1 if start else 0
    end = line.rfind(" ", start, end) if end < len(line) else len(line)
    return f"{'… ' if start else ''}{line[start:end]}{' …' if end < len(line) else ''}"


def get_trigrams(word: str) -> set[str]:
    """Return the groups of three letters in a word, its beginning and end among them."""
    padded = f"  {word} "
    return {padded[at : at + 3] for at in range(len(padded) - 2)}

"""A statement's text, read once for all criteria; and what one criterion says of it."""

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from compliance.statements.rules.text import Sentence, sentences

FOUND, NOT_FOUND, UNCLEAR = "found", "not_found", "unclear"


@dataclass(frozen=True, slots=True)
class Told:
    """spans: where in the text it rests, (start, end) in characters, in order; the first is the sentence quoted."""

    result: str
    spans: tuple[tuple[int, int], ...] = ()


NOTHING = Told(NOT_FOUND)
HEADING_WORDS = 9


class Text:
    """The repaired text of a statement, one paragraph, heading or list item a line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: dict[Callable[[Text], Told], Told] = {}

    def once(self, rule: "Callable[[Text], Told]") -> Told:
        """What a rule says of the text, asked once however many others rest on it."""
        if rule not in self._known:
            self._known[rule] = rule(self)
        return self._known[rule]

    @cached_property
    def sentences(self) -> list[Sentence]:
        return sentences(self.text)

    @cached_property
    def paragraphs(self) -> list[tuple[str, list[Sentence]]]:
        """Each with its sentences; none crosses the end of a line."""
        found, left = [], deque(self.sentences)
        for match in re.finditer(r"[^\n]+", self.text):
            inside = []
            while left and left[0].start < match.end():
                inside.append(left.popleft())
            found.append((match[0], inside))
        return found

    def quote(self, span: tuple[int, int]) -> str:
        return " ".join(self.text[span[0] : span[1]].split())

    def place_of(self, one: Sentence) -> float:
        """0 at the beginning of the text, 1 at its end."""
        return one.start / max(1, len(self.text))


def found(*spans: tuple[int, int]) -> Told:
    return Told(FOUND, spans)


def span_of(one: Sentence) -> tuple[int, int]:
    return one.start, one.end


def first(text: Text, pattern: re.Pattern[str], *, beside: re.Pattern[str] | None = None) -> Told:
    """Found for the first sentence with a match, and one of beside; a heading alone says nothing."""
    for one in text.sentences:
        if not is_heading(one.text) and pattern.search(one.text) and (beside is None or beside.search(one.text)):
            return found(span_of(one))
    return NOTHING


def is_heading(line: str) -> bool:
    """Few words, the first a capital or a number, no full stop."""
    return len(line.split()) <= HEADING_WORDS and line[-1] not in ".;,!" and (line[0].isupper() or line[0].isdigit())

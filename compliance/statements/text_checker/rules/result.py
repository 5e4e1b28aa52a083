"""A statement's text, read once for all criteria; and what one criterion says of it."""

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from compliance.statements.rules.text import Sentence, sentences

FOUND, NOT_FOUND, UNCLEAR = "found", "not_found", "unclear"


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """spans: where in the text it rests, (start, end) in characters, in order; the first is the sentence quoted."""

    result: str
    spans: tuple[tuple[int, int], ...] = ()


NOTHING = CriterionResult(NOT_FOUND)
HEADING_WORDS = 9


class Text:
    """The repaired text of a statement, one paragraph, heading or list item a line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: dict[Callable[[Text], CriterionResult], CriterionResult] = {}

    def once(self, rule: "Callable[[Text], CriterionResult]") -> CriterionResult:
        """Return what a rule says of the text, asked once however many others rest on it."""
        if rule not in self._known:
            self._known[rule] = rule(self)
        return self._known[rule]

    @cached_property
    def sentences(self) -> list[Sentence]:
        return sentences(self.text)

    @cached_property
    def paragraphs(self) -> list[tuple[str, list[Sentence]]]:
        """Return paragraphs with their sentences; none crosses the end of a line."""
        paragraphs, left = [], deque(self.sentences)
        for match in re.finditer(r"[^\n]+", self.text):
            inside = []
            while left and left[0].start < match.end():
                inside.append(left.popleft())
            paragraphs.append((match[0], inside))
        return paragraphs

    def quote(self, span: tuple[int, int]) -> str:
        return " ".join(self.text[span[0] : span[1]].split())

    def place_of(self, one: Sentence) -> float:
        """Return 0 at the beginning of the text, 1 at its end."""
        return one.start / max(1, len(self.text))


def found(*spans: tuple[int, int]) -> CriterionResult:
    return CriterionResult(FOUND, spans)


def get_span(one: Sentence) -> tuple[int, int]:
    return one.start, one.end


def first(text: Text, pattern: re.Pattern[str], *, beside: re.Pattern[str] | None = None) -> CriterionResult:
    """Return found for the first sentence with a match, and one of beside; a heading alone says nothing."""
    for sentence in text.sentences:
        if (
            not is_heading(sentence.text)
            and pattern.search(sentence.text)
            and (beside is None or beside.search(sentence.text))
        ):
            return found(get_span(sentence))
    return NOTHING


def is_heading(line: str) -> bool:
    """Tell whether a line is a heading: few words, the first a capital or a number, no full stop."""
    return len(line.split()) <= HEADING_WORDS and line[-1] not in ".;,!" and (line[0].isupper() or line[0].isdigit())

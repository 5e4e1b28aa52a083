"""A statement's text, read once for all criteria; and what one criterion says of it."""

import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from compliance.statements.rules.text import Sentence, sentences

FOUND, NOT_FOUND, UNCLEAR = "found", "not_found", "unclear"
# Why a criterion is unclear: the best sentence only nearly speaks of it, tells of a plan, says that it was not done, or
# lacks what is asked for. "": the criterion alone tells.
WEAK, ONLY_PLANNED, ONLY_DENIED = "weak", "planned", "denied"
NO_PLACE, NO_FIGURE, NO_DATE, NOT_GIVEN, YEAR_ASIDE, UNDATED = (
    *("no_place", "no_figure", "no_date", "not_given", "year_aside", "undated"),
)
DOUBTS = frozenset({"", WEAK, ONLY_PLANNED, ONLY_DENIED, NO_PLACE, NO_FIGURE, NO_DATE, NOT_GIVEN, YEAR_ASIDE, UNDATED})


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """spans: where in the text it rests, (start, end) in characters, in order; the first is the sentence quoted.

    doubt: why it is unclear, a code of DOUBTS, "" where the criterion alone tells. status: whether the sentence
    tells of what was done, planned or denied, "" where that was not asked.
    """

    result: str
    spans: tuple[tuple[int, int], ...] = ()
    doubt: str = ""
    status: str = ""


NOTHING = CriterionResult(NOT_FOUND)
HEADING_WORDS = 9


class Text:
    """The repaired text of a statement, one paragraph, heading or list item a line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: dict[Callable[[Text], Any], Any] = {}  # Any: what each rule returns, see once

    def once[Answer](self, rule: "Callable[[Text], Answer]") -> Answer:
        """Return what a rule says of the text, asked once however many others rest on it."""
        if rule not in self._known:
            self._known[rule] = rule(self)
        return self._known[rule]  # type: ignore[no-any-return]  # it is the rule's own answer

    @cached_property
    def sentences(self) -> list[Sentence]:
        return sentences(self.text)

    @cached_property
    def paragraphs(self) -> list[tuple[str, list[Sentence]]]:
        """Return paragraphs with their sentences; none crosses the end of a line."""
        paragraphs, waiting = [], deque(self.sentences)
        for match in re.finditer(r"[^\n]+", self.text):
            inside = []
            while waiting and waiting[0].start < match.end():
                inside.append(waiting.popleft())
            paragraphs.append((match[0], inside))
        return paragraphs

    def quote(self, span: tuple[int, int]) -> str:
        return " ".join(self.text[span[0] : span[1]].split())

    def place_of(self, sentence: Sentence) -> float:
        """Return 0 at the beginning of the text, 1 at its end."""
        return sentence.start / max(1, len(self.text))


def found(*spans: tuple[int, int]) -> CriterionResult:
    return CriterionResult(FOUND, spans)


def get_span(sentence: Sentence) -> tuple[int, int]:
    return sentence.start, sentence.end


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

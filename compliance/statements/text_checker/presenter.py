"""What the page shows of a statement that was checked: results by weight, and the text with its sentences marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from compliance.statements import vocabulary
from compliance.statements.text_checker.labels import RESULTS, WEIGHTS, get_reason
from compliance.statements.text_checker.rules.criteria import FOUND, Judged

MAX_SENTENCE_LENGTH = 400


@dataclass(frozen=True)
class Row:
    """number: of the result on the page. mark: the mark in the text that its sentence is in, None without one."""

    number: int
    judged: Judged
    label: Any
    reason: Any
    quote: str
    mark: int | None
    sources: str


@dataclass(frozen=True)
class Group:
    weight: str
    label: Any
    rows: list[Row]


@dataclass
class Mark:
    """One stretch of the text that results rest on; rows are those results."""

    number: int
    start: int
    end: int
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A piece of a paragraph. is_first, is_last: of its mark."""

    text: str
    mark: Mark | None = None
    is_first: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class Shown:
    groups: list[Group]
    paragraphs: list[list[Part]]


def present(words: str, judged: Sequence[Judged]) -> Shown:
    marks = _marks(span for judgement in judged for span in judgement.spans[:1])
    rows = [_row(number, judgement, words, marks) for number, judgement in enumerate(judged, 1)]
    for row in rows:
        if row.mark is not None:
            marks[row.mark - 1].rows.append(row)
    groups = [
        Group(code, label, [row for row in rows if row.judged.criterion.weight == code]) for code, label in WEIGHTS
    ]
    return Shown([group for group in groups if group.rows], _paragraphs(words, marks))


def _marks(spans: Iterable[tuple[int, int]]) -> list[Mark]:
    """Spans that overlap make one mark."""
    merged: list[list[int]] = []
    for start, end in sorted(set(spans)):
        if merged and start < merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    return [Mark(number, start, end) for number, (start, end) in enumerate(merged, 1)]


def _row(number: int, one: Judged, words: str, marks: list[Mark]) -> Row:
    span = one.spans[0] if one.spans else None
    mark = next((mark.number for mark in marks if span and mark.start <= span[0] < mark.end), None)
    quote = " ".join(words[slice(*span)].split()) if span else ""
    quote = quote if len(quote) <= MAX_SENTENCE_LENGTH else f"{quote[:MAX_SENTENCE_LENGTH]}…"
    reason = "" if one.result == FOUND else get_reason(one)
    sources = ", ".join(vocabulary.source(code).title for code in one.criterion.sources)
    return Row(number, one, RESULTS[one.result], reason, quote, mark, sources)


def _paragraphs(words: str, marks: list[Mark]) -> list[list[Part]]:
    paragraphs, start = [], 0
    for line in words.split("\n"):
        end = start + len(line)
        if line.strip():
            paragraphs.append(_parts(words, start, end, marks))
        start = end + 1
    return paragraphs


def _parts(words: str, start: int, end: int, marks: list[Mark]) -> list[Part]:
    parts, position = [], start
    for mark in marks:
        if mark.end <= start or mark.start >= end:
            continue
        first, last = max(start, mark.start), min(end, mark.end)
        if first > position:
            parts.append(Part(words[position:first]))
        parts.append(Part(words[first:last], mark, is_first=mark.start >= start, is_last=mark.end <= end))
        position = last
    if position < end:
        parts.append(Part(words[position:end]))
    return parts

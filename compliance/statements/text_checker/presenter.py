"""What the page shows of a statement that was checked: results by weight, and the text with its sentences marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from compliance.statements import vocabulary
from compliance.statements.rubric.rules.tense import DENIED, DONE, PLANNED
from compliance.statements.text_checker.labels import RESULTS, WEIGHTS, get_reason
from compliance.statements.text_checker.rules.criteria import FOUND, Judged
from compliance.statements.text_checker.rules.criteria import quote as get_quote
from compliance.statements.text_checker.rules.rankings import get_label
from compliance.statements.text_checker.rules.sentence_model import load_model

MAX_SENTENCE_LENGTH, MAX_AROUND = 320, 90
FOLDED = frozenset({"good_practice", "pending"})
STATUS_LABELS = {DONE: _("Done"), PLANNED: _("Planned"), DENIED: _("Said not to have been done")}


@dataclass(frozen=True)
class Row:
    """number: of the result on the page. mark: the mark in the text that its sentence is in, None without one.
    sources: numbers in the list of sources.

    before, after: what stands around the quote in its paragraph. words: those that count most for its being chosen.
    """

    number: int
    judged: Judged
    label: Any
    reason: Any
    quote: str
    before: str
    after: str
    status: Any
    words: str
    mark: int | None
    sources: list[int]


@dataclass(frozen=True)
class Group:
    """found: rows with their evidence; open: what is unclear or not found. is_folded: its evidence is folded away."""

    weight: str
    label: Any
    found: list[Row]
    open: list[Row]

    @property
    def is_folded(self) -> bool:
        return self.weight in FOLDED


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
    """sources: titles; the first is source 1."""

    groups: list[Group]
    paragraphs: list[list[Part]]
    sources: list[str]


def present(words: str, judged: Sequence[Judged]) -> Shown:
    marks = _marks(span for judgement in judged for span in judgement.spans[:1])
    sources = list(dict.fromkeys(code for judgement in judged for code in judgement.criterion.sources))
    rows = [_row(number, judgement, words, marks, sources) for number, judgement in enumerate(judged, 1)]
    for row in rows:
        if row.mark is not None:
            marks[row.mark - 1].rows.append(row)
    groups = [_group(code, label, rows) for code, label in WEIGHTS]
    return Shown(
        [group for group in groups if group.found or group.open],
        _paragraphs(words, marks),
        [vocabulary.source(code).public_title for code in sources],
    )


def _group(code: str, label: Any, rows: Sequence[Row]) -> Group:
    inside = [row for row in rows if row.judged.criterion.weight == code]
    return Group(
        code,
        label,
        [row for row in inside if row.judged.result == FOUND],
        [row for row in inside if row.judged.result != FOUND],
    )


def _marks(spans: Iterable[tuple[int, int]]) -> list[Mark]:
    """Spans that overlap make one mark."""
    merged: list[list[int]] = []
    for start, end in sorted(set(spans)):
        if merged and start < merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    return [Mark(number, start, end) for number, (start, end) in enumerate(merged, 1)]


def _row(number: int, judged: Judged, words: str, marks: list[Mark], sources: list[str]) -> Row:
    span = judged.spans[0] if judged.spans else None
    mark = next((mark.number for mark in marks if span and mark.start <= span[0] < mark.end), None)
    quote = get_quote(words, judged.criterion.code, judged.spans)
    shortened = quote if len(quote) <= MAX_SENTENCE_LENGTH else f"{quote[:MAX_SENTENCE_LENGTH]}…"
    before, after = _around(words, *span) if span else ("", "")
    return Row(
        number=number,
        judged=judged,
        label=RESULTS[judged.result],
        reason="" if judged.result == FOUND else get_reason(judged),
        quote=shortened,
        before=before,
        after=after if shortened == quote else "",
        status=STATUS_LABELS.get(judged.status, ""),
        words=", ".join(_get_words(judged, quote)),
        mark=mark,
        sources=[sources.index(code) + 1 for code in judged.criterion.sources],
    )


def _around(words: str, start: int, end: int) -> tuple[str, str]:
    """Return the end of what stands before a stretch in its paragraph, and the beginning of what stands behind it."""
    before = words[words.rfind("\n", 0, start) + 1 : start].strip()
    line_end = words.find("\n", end)
    after = words[end : line_end if line_end >= 0 else len(words)].strip()
    if len(before) > MAX_AROUND:
        before = f"… {before[-MAX_AROUND:].partition(' ')[2]}"
    if len(after) > MAX_AROUND:
        after = f"{after[:MAX_AROUND].rpartition(' ')[0]} …"
    return before, after


def _get_words(judged: Judged, quote: str) -> list[str]:
    label = get_label(judged.criterion.code) if judged.result == FOUND else ""
    return load_model().get_content_words(label, quote) if label else []


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

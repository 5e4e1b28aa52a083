"""What the text of a section seems to say about each point of its checklist.

A suggestion is one sentence. Nothing is stored until a person confirms it. Readers who compare published statements are
led to the sentence itself.

See docs/requirements/experience.md#section-page, docs/requirements/statements.md#comparing-organisations.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from compliance.statements import vocabulary
from compliance.statements.rubric.rules.point_words import POINT_WORDS
from compliance.statements.rubric.rules.signal_words import quote
from compliance.statements.rubric.rules.tense import DENIED, PLANNED, get_status
from compliance.statements.rules.text import sentences

COVERED, PLAN = "covered", "planned"
# Texts of sections whose sentences are remembered: those of about forty statements.
MAX_TEXTS = 256
# What these are about is said by what was not done, or is still to come.
_BY_DENIAL = frozenset({"str1_unknowns", "dd1_results", "str1_changes"})
_BY_PLAN = frozenset({"trn1_plan", "mon2_goals", "str2_mapping_plan"})


@dataclass(frozen=True)
class Suggestion:
    """status: covered or planned. sentence: what the text says, shortened."""

    status: str
    sentence: str


@lru_cache(maxsize=MAX_TEXTS)
def suggest_points(area: str, text: str) -> Mapping[str, Suggestion]:
    """Return what the text seems to say, by code of the point; a deed goes before a plan. text: plain words."""
    codes = [item.code for level in (1, 2) for item in vocabulary.disclosures(area, level)]
    return {
        code: Suggestion(status, quote(sentence, match))
        for code, (status, sentence, match) in _read_points(codes, text).items()
    }


@lru_cache(maxsize=MAX_TEXTS)
def find_sentences(area: str, text: str) -> Mapping[str, str]:
    """Return the sentence, in full, that says what was done about each basic point, by code of the point.

    text: plain words of a published statement, which never change.
    """
    codes = [item.code for item in vocabulary.disclosures(area, 1)]
    read = _read_points(codes, text)
    return {code: read[code][1].strip() for code in codes if code in read and read[code][0] == COVERED}


def _read_points(codes: Sequence[str], text: str) -> dict[str, tuple[str, str, re.Match[str]]]:
    """Return, by code, the status, the sentence and the match of what is said first; a deed goes before a plan."""
    points: dict[str, tuple[str, str, re.Match[str]]] = {}
    for sentence in sentences(text):
        if not sentence.text.rstrip().endswith((".", "!", "?", ";", ":")):
            continue
        tense = get_status(sentence.text)
        for code in codes:
            current = points.get(code)
            if current and current[0] == COVERED:
                continue
            if tense == DENIED and code not in _BY_DENIAL:
                continue
            status = PLAN if tense == PLANNED and code not in _BY_PLAN else COVERED
            if (not current or status == COVERED) and (match := _find(code, sentence.text)):
                points[code] = status, sentence.text, match
    return points


def _find(code: str, sentence: str) -> re.Match[str] | None:
    """Return where the first pattern matches of a row of which all match."""
    for row in _patterns(code):
        matches = [pattern.search(sentence) for pattern in row]
        if all(matches):
            return matches[0]
    return None


@cache
def _patterns(code: str) -> tuple[tuple[re.Pattern[str], ...], ...]:
    return tuple(
        tuple(re.compile(rf"\b(?:{part})", re.IGNORECASE) for part in row) for row in POINT_WORDS.get(code, ())
    )

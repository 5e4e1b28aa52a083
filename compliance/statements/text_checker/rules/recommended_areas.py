"""Whether a text covers the six recommended areas: a paragraph, or a heading with text, that has the area's words."""

from collections.abc import Callable
from functools import partial

from compliance.statements.rubric.rules.signal_words import count_signals, get_area_pattern
from compliance.statements.rules.content import AREAS
from compliance.statements.rules.text import word_count
from compliance.statements.text_checker.rules.result import (
    FOUND,
    NOT_FOUND,
    NOTHING,
    CriterionResult,
    Text,
    found,
    get_span,
    is_heading,
)
from compliance.statements.text_checker.rules.training import g_area_training

MIN_SIGNALS = 2
MIN_WORDS = 12


def judge_area(area: str, text: Text) -> CriterionResult:
    """Return the first sentence with a signal, in a paragraph with two; or in the text under a heading with one."""
    heading = ""
    for words, inside in text.paragraphs:
        if is_heading(words):
            heading = words
            continue
        if word_count(words) < MIN_WORDS:
            continue
        hit = next((sentence for sentence in inside if get_area_pattern(area).search(sentence.text)), None)
        if hit and (count_signals(area, words) >= MIN_SIGNALS or count_signals(area, heading)):
            return found(get_span(hit))
        if inside and not hit and heading and count_signals(area, heading) >= MIN_SIGNALS:
            return found(get_span(inside[0]))
    return NOTHING


AREA_RULES: dict[str, Callable[[Text], CriterionResult]] = {
    f"g_area_{area}": partial(judge_area, area) for area in AREAS
} | {"g_area_training": g_area_training}


def b_all_six_topics(text: Text) -> CriterionResult:
    judgements = [text.once(rule) for rule in AREA_RULES.values()]
    if all(judgement.result == FOUND for judgement in judgements):
        return found(*(judgement.spans[0] for judgement in judgements))
    return CriterionResult(NOT_FOUND)

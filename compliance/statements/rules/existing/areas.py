"""Whether a text covers the six recommended areas: a paragraph, or a heading with text, that has the area's words."""

from collections.abc import Callable
from functools import partial

from compliance.statements.rules.content import AREAS
from compliance.statements.rules.existing.told import FOUND, NOT_FOUND, NOTHING, Text, Told, found, is_heading, span_of
from compliance.statements.rules.existing.training import g_area_training
from compliance.statements.rules.signals import pattern_of_area, signal_count
from compliance.statements.rules.text import word_count

ENOUGH_SIGNALS = 2
ENOUGH_WORDS = 12


def area_told(area: str, text: Text) -> Told:
    """The first sentence with a signal, in a paragraph with two of them; or in the text under a heading with one."""
    heading = ""
    for words, inside in text.paragraphs:
        if is_heading(words):
            heading = words
            continue
        if word_count(words) < ENOUGH_WORDS:
            continue
        hit = next((one for one in inside if pattern_of_area(area).search(one.text)), None)
        if hit and (signal_count(area, words) >= ENOUGH_SIGNALS or signal_count(area, heading)):
            return found(span_of(hit))
        if inside and not hit and heading and signal_count(area, heading) >= ENOUGH_SIGNALS:
            return found(span_of(inside[0]))
    return NOTHING


AREA_RULES: dict[str, Callable[[Text], Told]] = {f"g_area_{area}": partial(area_told, area) for area in AREAS} | {
    "g_area_training": g_area_training
}


def b_all_six_topics(text: Text) -> Told:
    told = [text.once(rule) for rule in AREA_RULES.values()]
    if all(one.result == FOUND for one in told):
        return found(*(one.spans[0] for one in told))
    return Told(NOT_FOUND)

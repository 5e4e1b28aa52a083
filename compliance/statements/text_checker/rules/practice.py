"""Good practice in a text: the words of a criterion, beside what must stand with them in the same sentence."""

import re
from collections.abc import Callable
from functools import partial
from itertools import zip_longest

from compliance.statements.rubric.rules.countries import find_country
from compliance.statements.rubric.rules.criteria.grades import NUMBER, REMEDY, YEAR
from compliance.statements.rubric.rules.criteria.practice import RULES_AS_DATA
from compliance.statements.rubric.rules.signal_words import get_pattern, is_future
from compliance.statements.text_checker.rules.result import NOTHING, CriterionResult, Text, first, found, get_span
from compliance.statements.vocabulary import criterion_signals

INDICATORS = re.compile(
    r"\b(?:identified|found|uncovered|discovered|reported)\b[^.;]{0,60}\b(?:case|instance|indicator|incident|sign|"
    r"concern)s?\b|"
    r"\b(?:case|instance|indicator|incident|sign)s?\b[^.;]{0,60}\b(?:identified|found|uncovered|discovered|"
    r"reported)\b",
    re.IGNORECASE,
)
NONE = re.compile(r"\b(?:no|not|none|nor|any)\b", re.IGNORECASE)


def signalled(code: str, text: Text) -> CriterionResult:
    return first(text, get_pattern(criterion_signals(code)), beside=RULES_AS_DATA[code].beside)


def p_supply_chain_places(text: Text) -> CriterionResult:
    pattern = get_pattern(criterion_signals("p_supply_chain_places"))
    return next(
        (
            found(get_span(sentence))
            for sentence in text.sentences
            if pattern.search(sentence.text) and find_country(sentence.text)
        ),
        NOTHING,
    )


def p_goals(text: Text) -> CriterionResult:
    pattern = get_pattern(criterion_signals("p_goals"))
    hits = (
        sentence
        for sentence in text.sentences
        if pattern.search(sentence.text) and YEAR.search(sentence.text) and is_future(sentence.text)
    )
    return next((found(get_span(hit)) for hit in hits), NOTHING)


def p_training_numbers(text: Text) -> CriterionResult:
    return first(text, get_pattern(criterion_signals("p_training_numbers")), beside=NUMBER)


def p_indicators_remedied(text: Text) -> CriterionResult:
    """Look for what was found, and what was done in the same sentence or the next."""
    for sentence, after in zip_longest(text.sentences, text.sentences[1:]):
        if sentence and INDICATORS.search(sentence.text) and not NONE.search(sentence.text):
            if REMEDY.search(sentence.text):
                return found(get_span(sentence))
            if after and REMEDY.search(after.text):
                return found((sentence.start, after.end))
    return NOTHING


RULES: dict[str, Callable[[Text], CriterionResult]] = {code: partial(signalled, code) for code in RULES_AS_DATA} | {
    "p_supply_chain_places": p_supply_chain_places,
    "p_goals": p_goals,
    "p_training_numbers": p_training_numbers,
    "p_indicators_remedied": p_indicators_remedied,
}

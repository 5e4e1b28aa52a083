"""Good practice in a text: the words of a criterion, beside what must stand with them in the same sentence."""

import re
from collections.abc import Callable
from functools import partial
from itertools import zip_longest

from compliance.statements.rules.criteria.grades import NUMBER, REMEDY, YEAR
from compliance.statements.rules.criteria.practice import RULES_AS_DATA
from compliance.statements.rules.existing.told import NOTHING, Text, Told, first, found, span_of
from compliance.statements.rules.places import country_in
from compliance.statements.rules.signals import is_future, pattern_of
from compliance.statements.vocabulary import criterion_signals

INDICATORS = re.compile(
    r"\b(?:identified|found|uncovered|discovered|reported)\b[^.;]{0,60}\b(?:case|instance|indicator|incident|sign|"
    r"concern)s?\b|"
    r"\b(?:case|instance|indicator|incident|sign)s?\b[^.;]{0,60}\b(?:identified|found|uncovered|discovered|"
    r"reported)\b",
    re.IGNORECASE,
)
NONE = re.compile(r"\b(?:no|not|none|nor|any)\b", re.IGNORECASE)


def signalled(code: str, text: Text) -> Told:
    return first(text, pattern_of(criterion_signals(code)), beside=RULES_AS_DATA[code].beside)


def p_supply_chain_places(text: Text) -> Told:
    pattern = pattern_of(criterion_signals("p_supply_chain_places"))
    return next(
        (found(span_of(one)) for one in text.sentences if pattern.search(one.text) and country_in(one.text)), NOTHING
    )


def p_goals(text: Text) -> Told:
    pattern = pattern_of(criterion_signals("p_goals"))
    hits = (one for one in text.sentences if pattern.search(one.text) and YEAR.search(one.text) and is_future(one.text))
    return next((found(span_of(one)) for one in hits), NOTHING)


def p_training_numbers(text: Text) -> Told:
    return first(text, pattern_of(criterion_signals("p_training_numbers")), beside=NUMBER)


def p_indicators_remedied(text: Text) -> Told:
    """What was found, and what was done in the same sentence or the next."""
    for one, after in zip_longest(text.sentences, text.sentences[1:]):
        if one and INDICATORS.search(one.text) and not NONE.search(one.text):
            if REMEDY.search(one.text):
                return found(span_of(one))
            if after and REMEDY.search(after.text):
                return found((one.start, after.end))
    return NOTHING


RULES: dict[str, Callable[[Text], Told]] = {code: partial(signalled, code) for code in RULES_AS_DATA} | {
    "p_supply_chain_places": p_supply_chain_places,
    "p_goals": p_goals,
    "p_training_numbers": p_training_numbers,
    "p_indicators_remedied": p_indicators_remedied,
}

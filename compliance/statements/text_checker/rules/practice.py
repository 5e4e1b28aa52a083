"""Good practice in a text: for each criterion its best sentence.

What makes a sentence better is data (see rankings); here stand the criteria that ask for more than one sentence tells.
"""

import re
from collections.abc import Callable
from functools import partial

from compliance.statements.rubric.rules.tense import DENIED, PLANNED
from compliance.statements.text_checker.rules.context import Context, read_contexts
from compliance.statements.text_checker.rules.evidence import rank, rank_first
from compliance.statements.text_checker.rules.figures import has_figure
from compliance.statements.text_checker.rules.rankings import INCIDENT, get_practice_codes, get_ranking, get_words
from compliance.statements.text_checker.rules.result import (
    FOUND,
    NO_DATE,
    NO_FIGURE,
    NOT_GIVEN,
    NOTHING,
    UNCLEAR,
    CriterionResult,
    Text,
    found,
    get_span,
)
from compliance.statements.text_checker.rules.supply_places import p_supply_chain_places
from compliance.statements.text_checker.rules.training import g_area_training

# "Any complaints received" tells of no case.
ANY_CASE = re.compile(r"\bany (?:[\w'’-]+ ){0,6}(?:received|reported|raised|identified|found|made)\b", re.IGNORECASE)


def judge(code: str, text: Text) -> CriterionResult:
    return rank(text, get_ranking(code))


def p_remediation(text: Text) -> CriterionResult:
    """Look for what is or would be done for people; by what was learned first, then by plain words for it."""
    return rank_first(text, (get_ranking("p_remediation"), get_ranking("p_remediation_plain")))


def p_kpis(text: Text) -> CriterionResult:
    """Look for a measure of the subject with its figure; a measure without one is a doubt."""
    judged = rank(text, get_ranking("p_kpis"), only=_has_figure)
    if judged.result == FOUND:
        return judged
    counted = rank(text, get_ranking("p_kpis_counted"), only=_is_counted)
    if counted.result == FOUND:
        return counted
    nearly = rank(text, get_ranking("p_kpis_named"))
    return CriterionResult(UNCLEAR, nearly.spans, doubt=NO_FIGURE) if nearly.result == FOUND else NOTHING


def _is_counted(context: Context) -> bool:
    """Tell whether a figure is given under a heading that speaks of measures."""
    return bool(get_words("kpi_words").search(context.heading)) and has_figure(context.text)


def _has_figure(context: Context) -> bool:
    return has_figure(context.text)


def p_training_numbers(text: Text) -> CriterionResult:
    judged = rank(text, get_ranking("p_training_numbers"), only=_has_figure)
    return judged if judged.result == FOUND else NOTHING


def p_training_who(text: Text) -> CriterionResult:
    """Look for the people who were trained; where training is only planned or offered, that is the doubt."""
    judged = rank(text, get_ranking("p_training_who"))
    given = text.once(g_area_training)
    if judged.result == FOUND and given.result != FOUND:
        return CriterionResult(UNCLEAR, judged.spans, doubt=NOT_GIVEN, status=judged.status)
    return judged


def p_goals(text: Text) -> CriterionResult:
    """Look for a plan with a time, in the sentence, its lead-in or its heading."""
    judged = rank(text, get_ranking("p_goals"), only=_has_horizon)
    if judged.result == FOUND:
        return judged
    nearly = rank(text, get_ranking("p_goals"), only=_is_under_plans)
    return CriterionResult(UNCLEAR, nearly.spans, doubt=NO_DATE, status=PLANNED) if nearly.result == FOUND else NOTHING


def _has_horizon(context: Context) -> bool:
    return any(get_words("horizon").search(words) for words in (context.text, context.lead, context.heading))


def _is_under_plans(context: Context) -> bool:
    return context.status == PLANNED and bool(context.lead or context.heading)


def p_incidents(text: Text) -> CriterionResult:
    """Look for what was found, or that nothing was; what people would do or are told to do is neither."""
    return rank(text, get_ranking("p_incidents"))


def p_indicators_remedied(text: Text) -> CriterionResult:
    """Look for what was found, and what was done in the same sentence or the next."""
    contexts = text.once(read_contexts)
    ranking = get_ranking("p_incidents")
    for index, context in enumerate(contexts):
        if not _is_finding(context) or (ranking.never and ranking.never.search(context.text)):
            continue
        if get_words("remedy").search(context.text):
            return found(get_span(context.sentence))
        after = contexts[index + 1] if index + 1 < len(contexts) else None
        if after and get_words("remedy").search(after.text) and after.status not in (PLANNED, DENIED):
            return found((context.sentence.start, after.sentence.end))
    return NOTHING


def _is_finding(context: Context) -> bool:
    """Tell whether it says that a case of slavery or abuse was found."""
    return (
        context.status not in (PLANNED, DENIED)
        and bool(INCIDENT.search(context.text))
        and bool(get_words("slavery_or_abuse").search(context.window))
        and not get_words("no_incident").search(context.text)
        and not ANY_CASE.search(context.text)
    )


RULES: dict[str, Callable[[Text], CriterionResult]] = {
    code: partial(judge, code)
    for code in get_practice_codes()
    if code not in ("p_kpis_named", "p_kpis_counted", "p_remediation_plain", "p_supply_chain_places_plain")
} | {
    rule.__name__: rule
    for rule in (
        p_supply_chain_places,
        p_kpis,
        p_training_numbers,
        p_training_who,
        p_goals,
        p_remediation,
        p_incidents,
        p_indicators_remedied,
    )
}

"""Whether a text covers the six recommended areas: by its best sentence, or by a heading with text under it."""

import re
from collections.abc import Callable
from functools import partial

from compliance.statements.rubric.rules.tense import DENIED
from compliance.statements.rules.text import word_count
from compliance.statements.text_checker.rules.context import Context, read_contexts
from compliance.statements.text_checker.rules.evidence import rank_first
from compliance.statements.text_checker.rules.rankings import AREA_RANKINGS, get_ranking, get_words
from compliance.statements.text_checker.rules.result import (
    FOUND,
    NOT_FOUND,
    ONLY_DENIED,
    UNCLEAR,
    CriterionResult,
    Text,
    found,
    get_span,
)
from compliance.statements.text_checker.rules.training import g_area_training

MIN_WORDS = 12
HEADING_WORDS = 3  # that a file may have joined to the sentence under them
# "We have not yet assessed the effectiveness of these steps."
NOT_ASSESSED = re.compile(
    r"\b(?:assess\w*|measur\w+|evaluat\w+|track\w*|review\w*|determin\w+) (?:[\w'’-]+ ){0,6}effectiveness\b|"
    r"\beffectiveness (?:[\w'’-]+ ){0,12}(?:assessed|measured|evaluated|tracked|reviewed)\b",
    re.IGNORECASE,
)
# A heading that names nothing but the area; text under it is on it.
AREA_HEADINGS = {
    "structure": re.compile(
        r"(?:our |the )?(?:organisation\w*|company|business|group)?\W*(?:and )?(?:our )?structure\b.*", re.IGNORECASE
    ),
    "policies": re.compile(r"(?:our |relevant |related |the )?(?:\w+ ){0,3}polic(?:y|ies)\b.*", re.IGNORECASE),
    "risk": re.compile(r".*\brisks?(?: and)? (?:assessments?|management|identification)\b.*", re.IGNORECASE),
    "due_diligence": re.compile(r".*\bdue diligence\b.*", re.IGNORECASE),
    "monitoring": re.compile(r".*\b(?:effectiveness|performance indicators|KPIs)\b.*", re.IGNORECASE),
}


def judge_area(area: str, text: Text) -> CriterionResult:
    """Return the best sentence on the area; under a heading of its own, the best of those under it."""
    rankings = [get_ranking(code) for code in AREA_RANKINGS[area]]
    judged = rank_first(text, rankings)
    if judged.result == FOUND:
        return _without_denied(judged, text) if area == "monitoring" else judged
    main = rankings[0]
    under = [
        context for context in text.once(read_contexts) if context.status in main.answers and _is_under(area, context)
    ]
    if not under:
        return judged
    named = [context for context in under if all(words.search(context.text) for words in main.needs[:1])]
    best = max(named or under, key=lambda context: context.scores[main.label])
    return CriterionResult(FOUND, (get_span(best.sentence),), status=best.status)


def _without_denied(judged: CriterionResult, text: Text) -> CriterionResult:
    """Return the sentence that says that effectiveness was not assessed, where the one found does not speak of it."""
    body = text.quote(judged.spans[0]).split(" ", HEADING_WORDS)[-1]
    if get_words("effect").search(body):
        return judged
    for context in text.once(read_contexts):
        if context.status == DENIED and NOT_ASSESSED.search(context.text):
            return CriterionResult(UNCLEAR, (get_span(context.sentence),), doubt=ONLY_DENIED, status=DENIED)
    return judged


def _is_under(area: str, context: Context) -> bool:
    heading = context.heading.strip(" :0123456789.")
    return bool(AREA_HEADINGS[area].fullmatch(heading)) and word_count(context.text) >= MIN_WORDS


AREA_RULES: dict[str, Callable[[Text], CriterionResult]] = {
    f"g_area_{area}": partial(judge_area, area) for area in AREA_RANKINGS
} | {"g_area_training": g_area_training}


def b_all_six_topics(text: Text) -> CriterionResult:
    judgements = [text.once(rule) for rule in AREA_RULES.values()]
    if all(judgement.result == FOUND for judgement in judgements):
        return found(*(judgement.spans[0] for judgement in judgements))
    return CriterionResult(NOT_FOUND)

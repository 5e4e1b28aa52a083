"""The law and the guidance on a statement's form: its date, its readability, its claims."""

import re
from collections.abc import Callable

from compliance.statements.rubric.rules.claims import find_claims
from compliance.statements.rubric.rules.criteria.guidance import EARLIER
from compliance.statements.rubric.rules.signal_words import MAX_SENTENCE_WORDS, readability
from compliance.statements.rubric.rules.tense import CONDITION, DONE, PLANNED, STATED
from compliance.statements.rules.text import word_count
from compliance.statements.text_checker.rules.approval import law_approval
from compliance.statements.text_checker.rules.approval_words import APPROVING
from compliance.statements.text_checker.rules.context import read_contexts
from compliance.statements.text_checker.rules.evidence import is_evidence, rank, rank_first
from compliance.statements.text_checker.rules.financial_year import DATE, law_financial_year
from compliance.statements.text_checker.rules.rankings import ABOUT_ITSELF, get_ranking
from compliance.statements.text_checker.rules.result import (
    FOUND,
    NOT_FOUND,
    NOTHING,
    UNCLEAR,
    UNDATED,
    CriterionResult,
    Text,
    first,
    found,
    get_span,
)
from compliance.statements.text_checker.rules.signature import law_signature

EARLIER_TOO = re.compile(
    r"\b(?:(?:our|the) (?:previous|prior|earlier|past|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|"
    r"tenth|last|\d+(?:st|nd|rd|th))\b[^.]{0,40}?\bstatements?|"
    r"(?:previous|earlier|past|prior)(?: years'?)?(?: modern slavery)? statements?|"
    r"(?<!act )20\d\d(?:[/–-]\d\d(?:\d\d)?)? (?:modern slavery )?statement)\b",
    re.IGNORECASE,
)
COMPANY_NAME = re.compile(
    r"\b[A-Z][\w'’&-]*(?:[ ](?:[A-Z][\w'’&-]*|&|and|of|the|\([A-Z]\w+\))){0,8}[ ]"
    r"(?:Limited|Ltd|plc|PLC|LLP|LIMITED|LTD)\b"
)
MAX_CLAIMS = 5
WITHIN = 15  # words between "approved" and its date, rubric g_approval_date


NO_STEPS = re.compile(
    r"\b(?:has|have|had)(?: not|n['’]t) (?:yet )?taken any (?:such )?steps\b|\bno (?:such )?steps (?:have been|"
    r"were|has been) taken\b|"
    r"\btaken no (?:such )?steps\b|\bdid not take any (?:such )?steps\b",
    re.IGNORECASE,
)


def law_steps_or_none(text: Text) -> CriterionResult:
    """Return found for the best sentence on what was done, or for the one that says that nothing was."""
    nothing = first(text, NO_STEPS)
    if nothing.result == FOUND:
        return nothing
    judged = rank_first(text, (get_ranking("steps_done"), get_ranking("steps_stated")))
    if judged.status == STATED and judged.result == FOUND:
        return CriterionResult(UNCLEAR, judged.spans, doubt=UNDATED, status=STATED)
    return judged


def law_business_and_supply_chains(text: Text) -> CriterionResult:
    """Return found for a sentence that names both, or else for the best on each."""
    both = rank(text, get_ranking("own_business_and_chains"))
    if both.result == FOUND:
        return both
    own_business, chains = (rank(text, get_ranking(code)) for code in ("own_business", "supply_chains"))
    if own_business.result == chains.result == FOUND:
        return found(*own_business.spans, *chains.spans)
    spans = own_business.spans or chains.spans
    return CriterionResult(UNCLEAR, spans) if spans else NOTHING


def law_homepage_link(_text: Text) -> CriterionResult:
    """Return unclear: the link is on a homepage; no text of the statement shows it."""
    return CriterionResult(UNCLEAR)


def law_group_coverage(text: Text) -> CriterionResult:
    """Return unclear: the text cannot say which members have to publish."""
    return CriterionResult(UNCLEAR, _companies(text))


def g_group_names(text: Text) -> CriterionResult:
    named = _companies(text)
    return found(*named) if len(named) > 1 else CriterionResult(UNCLEAR, named)


def _companies(text: Text) -> tuple[tuple[int, int], ...]:
    """The first sentence for each name of a company, at most five."""
    seen: dict[str, tuple[int, int]] = {}
    for sentence in text.sentences:
        for match in COMPANY_NAME.finditer(sentence.text):
            seen.setdefault(match[0].casefold(), get_span(sentence))
    claims_found = list(seen.values())[:5]
    return (
        tuple(dict.fromkeys(claims_found))
        if len(set(claims_found)) > 1 or len(claims_found) < 2
        else (claims_found[0], *claims_found[1:])
    )


def g_approval_date(text: Text) -> CriterionResult:
    judgement = text.once(law_approval)
    if judgement.result != FOUND:
        return NOTHING
    start, end = judgement.spans[0]
    near = text.text[start : end + 80]
    verb = re.search(rf"\b(?:{APPROVING}|approval|behalf|order)\b", near, re.IGNORECASE)
    for day in DATE.finditer(near):
        if verb is None or word_count(near[min(verb.end(), day.start()) : max(verb.start(), day.end())]) <= WITHIN + 3:
            return found((start, max(end, start + day.end())))
    return NOTHING


def g_signature_details(text: Text) -> CriterionResult:
    judgement = text.once(law_signature)
    if judgement.result != FOUND:
        return NOTHING
    start, end = judgement.spans[0]
    after = DATE.search(text.text, end, min(len(text.text), end + 120))
    if after:
        return found((start, after.end()))
    before = [*DATE.finditer(text.text, max(0, start - 200), start)]
    return found((before[-1].start(), end)) if before else CriterionResult(UNCLEAR, judgement.spans)


def g_plain_english(text: Text) -> CriterionResult:
    """Judge readability, which rests on the sentence of middle length."""
    counted = sorted(
        (word_count(sentence.text), sentence.start, sentence)
        for sentence in (context.sentence for context in text.once(read_contexts))
        if sentence.text[-1] in ".!?"
    )
    if not counted:
        return CriterionResult(UNCLEAR)
    middle = counted[len(counted) // 2][2]
    is_plain = readability([sentence for _, _, sentence in counted]).median_words <= MAX_SENTENCE_WORDS
    return CriterionResult(FOUND if is_plain else NOT_FOUND, (get_span(middle),))


def g_previous_statements(text: Text) -> CriterionResult:
    judgement = first(text, EARLIER)
    return judgement if judgement.result == FOUND else first(text, EARLIER_TOO)


def g_no_slavery_free_claim(text: Text) -> CriterionResult:
    """Judge by the best sentence that speaks of slavery; not found shows the first claim to avoid."""
    claims = [hit for hit in find_claims(text.text) if hit.weight == "warn"]
    if claims:
        places = [
            next(get_span(sentence) for sentence in text.sentences if sentence.start <= hit.start <= sentence.end)
            for hit in claims[:MAX_CLAIMS]
        ]
        return CriterionResult(NOT_FOUND, tuple(dict.fromkeys(places)))
    return rank_first(text, (get_ranking("on_slavery"), get_ranking("on_slavery_2")))


def c_future_only(text: Text) -> CriterionResult:
    """Count the sentences on steps by their tense: what is done must not be outnumbered by what is planned."""
    contexts = [
        context
        for context in text.once(read_contexts)
        if is_evidence(context) and not ABOUT_ITSELF.search(context.text)
    ]
    done = [context for context in contexts if context.status == DONE]
    plans = [context for context in contexts if context.status == PLANNED and not CONDITION.search(context.text)]
    if done and len(plans) <= len(done):
        judged = rank(text, get_ranking("steps_done"))
        return judged if judged.result == FOUND else CriterionResult(UNCLEAR)
    if not plans:
        return CriterionResult(UNCLEAR)
    best = max(plans, key=lambda context: context.scores["mitigation"])
    return CriterionResult(NOT_FOUND, (get_span(best.sentence),), status=PLANNED)


def c_copied_text(_text: Text) -> CriterionResult:
    """Return unclear: there is nothing to compare with."""
    return CriterionResult(UNCLEAR)


def c_areas_vs_text(_text: Text) -> CriterionResult:
    """Return unclear: a finished statement has no answers beside its text."""
    return CriterionResult(UNCLEAR)


def c_training_vs_text(_text: Text) -> CriterionResult:
    return CriterionResult(UNCLEAR)


RULES: dict[str, Callable[[Text], CriterionResult]] = {
    rule.__name__: rule
    for rule in (
        law_financial_year,
        law_steps_or_none,
        law_business_and_supply_chains,
        law_homepage_link,
        law_group_coverage,
        g_group_names,
        g_approval_date,
        g_signature_details,
        g_plain_english,
        g_previous_statements,
        g_no_slavery_free_claim,
        c_future_only,
        c_copied_text,
        c_areas_vs_text,
        c_training_vs_text,
    )
}

"""The law and the guidance on a statement's form: its year, its date, its readability, its claims."""

import re
from collections.abc import Callable

from compliance.statements.rubric.rules.claims import find_claims
from compliance.statements.rubric.rules.criteria.guidance import EARLIER
from compliance.statements.rubric.rules.criteria.law import OWN_BUSINESS, SUPPLY_CHAINS
from compliance.statements.rubric.rules.signal_words import (
    MAX_SENTENCE_WORDS,
    MONTHS,
    get_area_pattern,
    is_future,
    is_past_action,
    readability,
)
from compliance.statements.rules.text import Sentence, word_count
from compliance.statements.text_checker.rules.approval import law_approval
from compliance.statements.text_checker.rules.approval_words import APPROVING
from compliance.statements.text_checker.rules.result import (
    FOUND,
    NOT_FOUND,
    NOTHING,
    UNCLEAR,
    CriterionResult,
    Text,
    first,
    found,
    get_span,
)
from compliance.statements.text_checker.rules.signature import law_signature

_MONTH = "|".join(f"{month}|{month[:3]}" for month in MONTHS) + "|sept"
DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})\.?,?(?:\s+\d{{4}})?|(?:{_MONTH})\.?\s+\d{{1,2}}(?:st|"
    rf"nd|rd|th)?,?\s+\d{{4}}|"
    rf"\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d{{2}})|(?:{_MONTH})\.?,?\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})"
)
DATE = re.compile(rf"\b{DAY}\b", re.IGNORECASE)
YEAR_NAMED = re.compile(
    rf"\b(?:(?:financial|fiscal|reporting|accounting|trading|calendar)?[ -]?(?:year|period)[\s-]+(?:ended|ending|"
    rf"ends|end|to|from)\b[^.;]{{0,30}}?{DAY}|"
    r"(?:financial|fiscal|reporting|accounting|academic)[ -]years?\W{0,3}(?:of |for |ending |ended |"
    r"end )?(?:FY)?20\d\d(?:\W{1,3}(?:20)?\d\d)?|FY ?(?:20)?\d\d|20\d\d[/–-](?:20)?\d\d (?:financial|fiscal) year|"
    rf"{DAY}\s*(?:to|until|–|-|and)\s*{DAY})",
    re.IGNORECASE,
)
HEAD_SHARE, HEAD_CHARACTERS = 0.2, 1500
EARLIER_TOO = re.compile(
    r"\b(?:(?:our|the) (?:previous|prior|earlier|past|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|"
    r"tenth|last|\d+(?:st|nd|rd|th))\b[^.]{0,40}?\bstatements?|"
    r"(?:previous|earlier|past|prior)(?: years'?)?(?: modern slavery)? statements?|"
    r"20\d\d(?:[/–-]\d\d(?:\d\d)?)? (?:modern slavery )?statement)\b",
    re.IGNORECASE,
)
COMPANY_NAME = re.compile(
    r"\b[A-Z][\w'’&-]*(?:[ ](?:[A-Z][\w'’&-]*|&|and|of|the|\([A-Z]\w+\))){0,8}[ ]"
    r"(?:Limited|Ltd|plc|PLC|LLP|LIMITED|LTD)\b"
)
MAX_CLAIMS = 5
WITHIN = 15  # words between "approved" and its date, rubric g_approval_date


# "This statement is made" and "was approved" tell no step.
ABOUT_ITSELF = re.compile(r"\bstatement\b", re.IGNORECASE)


def _steps(text: Text) -> list[Sentence]:
    return [
        sentence
        for sentence in text.sentences
        if is_past_action(sentence.text) and not ABOUT_ITSELF.search(sentence.text)
    ]


def law_financial_year(text: Text) -> CriterionResult:
    """Return found for the first sentence near the beginning, title included, that names a year."""
    head = max(HEAD_CHARACTERS, len(text.text) * HEAD_SHARE)
    hits = (sentence for sentence in text.sentences if sentence.start <= head and YEAR_NAMED.search(sentence.text))
    return next((found(get_span(hit)) for hit in hits), NOTHING)


def law_steps_or_none(text: Text) -> CriterionResult:
    done = _steps(text)
    return found(get_span(done[0])) if done else first(text, get_area_pattern("no_steps"))


def law_business_and_supply_chains(text: Text) -> CriterionResult:
    both = first(text, OWN_BUSINESS, beside=SUPPLY_CHAINS)
    if both.result == FOUND:
        return both
    own_business, chains = first(text, OWN_BUSINESS), first(text, SUPPLY_CHAINS)
    if own_business.result == chains.result == FOUND:
        return found(*own_business.spans, *chains.spans)
    return (
        CriterionResult(UNCLEAR, own_business.spans or chains.spans) if own_business.spans or chains.spans else NOTHING
    )


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
        for sentence in text.sentences
        if sentence.text[-1] in ".!?"
    )
    if not counted:
        return CriterionResult(UNCLEAR)
    middle = counted[len(counted) // 2][2]
    is_plain = readability(text.sentences).median_words <= MAX_SENTENCE_WORDS
    return CriterionResult(FOUND if is_plain else NOT_FOUND, (get_span(middle),))


def g_previous_statements(text: Text) -> CriterionResult:
    judgement = first(text, EARLIER)
    return judgement if judgement.result == FOUND else first(text, EARLIER_TOO)


def g_no_slavery_free_claim(text: Text) -> CriterionResult:
    """Judge by the first sentence that speaks of slavery; not found shows the first claim to avoid."""
    claims = [hit for hit in find_claims(text.text) if hit.weight == "warn"]
    if claims:
        places = [
            next(get_span(sentence) for sentence in text.sentences if sentence.start <= hit.start <= sentence.end)
            for hit in claims[:MAX_CLAIMS]
        ]
        return CriterionResult(NOT_FOUND, tuple(dict.fromkeys(places)))
    return first(text, re.compile(r"\b(?:slavery|trafficking|forced labou?r)\b", re.IGNORECASE))


def c_future_only(text: Text) -> CriterionResult:
    done = _steps(text)
    plans = [sentence for sentence in text.sentences if is_future(sentence.text)]
    if done and len(plans) <= len(done):
        return found(get_span(done[0]))
    return CriterionResult(NOT_FOUND, (get_span(plans[0]),)) if plans else CriterionResult(UNCLEAR)


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

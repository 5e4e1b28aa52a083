"""The law and the guidance on a statement's form: its year, its date, its readability, its claims."""

import re
from collections.abc import Callable

from compliance.statements.rules.claims import claims_in
from compliance.statements.rules.criteria.guidance import EARLIER
from compliance.statements.rules.criteria.law import OWN_BUSINESS, SUPPLY_CHAINS
from compliance.statements.rules.existing.approval import law_approval
from compliance.statements.rules.existing.approval_words import APPROVING
from compliance.statements.rules.existing.signature import law_signature
from compliance.statements.rules.existing.told import (
    FOUND,
    NOT_FOUND,
    NOTHING,
    UNCLEAR,
    Text,
    Told,
    first,
    found,
    span_of,
)
from compliance.statements.rules.signals import (
    MONTHS,
    MOST_WORDS,
    is_future,
    is_past_action,
    pattern_of_area,
    readability,
)
from compliance.statements.rules.text import Sentence, word_count

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
MOST_CLAIMS = 5
WITHIN = 15  # words between "approved" and its date, rubric g_approval_date


# "This statement is made" and "was approved" tell no step.
ABOUT_ITSELF = re.compile(r"\bstatement\b", re.IGNORECASE)


def _steps(text: Text) -> list[Sentence]:
    return [one for one in text.sentences if is_past_action(one.text) and not ABOUT_ITSELF.search(one.text)]


def law_financial_year(text: Text) -> Told:
    """The title counts too."""
    head = max(HEAD_CHARACTERS, len(text.text) * HEAD_SHARE)
    hits = (one for one in text.sentences if one.start <= head and YEAR_NAMED.search(one.text))
    return next((found(span_of(one)) for one in hits), NOTHING)


def law_steps_or_none(text: Text) -> Told:
    done = _steps(text)
    return found(span_of(done[0])) if done else first(text, pattern_of_area("no_steps"))


def law_business_and_supply_chains(text: Text) -> Told:
    both = first(text, OWN_BUSINESS, beside=SUPPLY_CHAINS)
    if both.result == FOUND:
        return both
    own, chains = first(text, OWN_BUSINESS), first(text, SUPPLY_CHAINS)
    if own.result == chains.result == FOUND:
        return found(*own.spans, *chains.spans)
    return Told(UNCLEAR, own.spans or chains.spans) if own.spans or chains.spans else NOTHING


def law_homepage_link(_text: Text) -> Told:
    """The link stands on a homepage; no text of the statement shows it."""
    return Told(UNCLEAR)


def law_group_coverage(text: Text) -> Told:
    """The text cannot say which members have to publish."""
    return Told(UNCLEAR, _companies(text))


def g_group_names(text: Text) -> Told:
    named = _companies(text)
    return found(*named) if len(named) > 1 else Told(UNCLEAR, named)


def _companies(text: Text) -> tuple[tuple[int, int], ...]:
    """The first sentence for each name of a company, at most five."""
    seen: dict[str, tuple[int, int]] = {}
    for one in text.sentences:
        for match in COMPANY_NAME.finditer(one.text):
            seen.setdefault(match[0].casefold(), span_of(one))
    kept = list(seen.values())[:5]
    return tuple(dict.fromkeys(kept)) if len(set(kept)) > 1 or len(kept) < 2 else (kept[0], *kept[1:])


def g_approval_date(text: Text) -> Told:
    told = text.once(law_approval)
    if told.result != FOUND:
        return NOTHING
    start, end = told.spans[0]
    near = text.text[start : end + 80]
    verb = re.search(rf"\b(?:{APPROVING}|approval|behalf|order)\b", near, re.IGNORECASE)
    for day in DATE.finditer(near):
        if verb is None or word_count(near[min(verb.end(), day.start()) : max(verb.start(), day.end())]) <= WITHIN + 3:
            return found((start, max(end, start + day.end())))
    return NOTHING


def g_signature_details(text: Text) -> Told:
    told = text.once(law_signature)
    if told.result != FOUND:
        return NOTHING
    start, end = told.spans[0]
    after = DATE.search(text.text, end, min(len(text.text), end + 120))
    if after:
        return found((start, after.end()))
    before = [*DATE.finditer(text.text, max(0, start - 200), start)]
    return found((before[-1].start(), end)) if before else Told(UNCLEAR, told.spans)


def g_plain_english(text: Text) -> Told:
    """Rests on the sentence of middle length."""
    counted = sorted((word_count(one.text), one.start, one) for one in text.sentences if one.text[-1] in ".!?")
    if not counted:
        return Told(UNCLEAR)
    middle = counted[len(counted) // 2][2]
    is_plain = readability(text.sentences).median_words <= MOST_WORDS
    return Told(FOUND if is_plain else NOT_FOUND, (span_of(middle),))


def g_previous_statements(text: Text) -> Told:
    told = first(text, EARLIER)
    return told if told.result == FOUND else first(text, EARLIER_TOO)


def g_no_slavery_free_claim(text: Text) -> Told:
    """Rests on the first sentence that speaks of slavery; not found shows the first claim to avoid."""
    claims = [hit for hit in claims_in(text.text) if hit.weight == "warn"]
    if claims:
        places = [
            next(span_of(one) for one in text.sentences if one.start <= hit.start <= one.end)
            for hit in claims[:MOST_CLAIMS]
        ]
        return Told(NOT_FOUND, tuple(dict.fromkeys(places)))
    return first(text, re.compile(r"\b(?:slavery|trafficking|forced labou?r)\b", re.IGNORECASE))


def c_future_only(text: Text) -> Told:
    done = _steps(text)
    plans = [one for one in text.sentences if is_future(one.text)]
    if done and len(plans) <= len(done):
        return found(span_of(done[0]))
    return Told(NOT_FOUND, (span_of(plans[0]),)) if plans else Told(UNCLEAR)


def c_copied_text(_text: Text) -> Told:
    """There is nothing to compare with."""
    return Told(UNCLEAR)


def c_areas_vs_text(_text: Text) -> Told:
    """A finished statement has no answers beside its text."""
    return Told(UNCLEAR)


def c_training_vs_text(_text: Text) -> Told:
    return Told(UNCLEAR)


RULES: dict[str, Callable[[Text], Told]] = {
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

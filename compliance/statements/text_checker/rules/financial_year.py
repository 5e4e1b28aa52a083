"""Which financial year a statement is for, anywhere in its text: title, opening, sign-off.

A sentence about the statement, its steps or its sign-off counts. The day of approval is no year end, and a year that
only stands beside something else is a doubt.
"""

import re

from compliance.statements.rubric.rules.signal_words import MONTHS
from compliance.statements.rubric.rules.tense import PLAN
from compliance.statements.rules.text import Sentence
from compliance.statements.text_checker.rules.result import (
    FOUND,
    NOTHING,
    UNCLEAR,
    YEAR_ASIDE,
    CriterionResult,
    Text,
    get_span,
)

_MONTH = "|".join(f"{month}|{month[:3]}" for month in MONTHS) + "|sept"
DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{_MONTH})\.?,?(?:\s+\d{{4}})?|(?:{_MONTH})\.?\s+\d{{1,2}}(?:st|"
    rf"nd|rd|th)?,?\s+\d{{4}}|"
    rf"\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{4}}|\d{{2}})|(?:{_MONTH})\.?,?\s+\d{{4}}|\d{{4}}-\d{{2}}-\d{{2}})"
)
DATE = re.compile(rf"\b{DAY}\b", re.IGNORECASE)
PAIR = re.compile(r"\b20(?P<first>\d\d)\s?[/–—-]\s?(?:20)?(?P<second>\d\d)(?!\d|[/.-]\d)")
YEAR_END = re.compile(
    rf"\b(?:year|period|weeks|months|YE|y/e)\b[\s,(-]*(?:that |which |to be )?(?:ended|ending|ends|end|to|from|"
    rf"commencing|"
    rf"commenced|starting|beginning|began|of|covering|runs?|is|was|"
    rf"for)?\b[^.;]{{0,30}}?{DAY}(?:[^.;]{{0,40}}?{DAY})?|"
    rf"\byear[- ]end(?:ed|ing)?\b[^.;]{{0,20}}?{DAY}|"
    rf"\b(?:ended|ending)\s+(?:on\s+)?{DAY}",
    re.IGNORECASE,
)
YEAR_NAMED = re.compile(
    r"\b(?:financial|fiscal|reporting|accounting|academic|calendar|trading)[ -]?(?:years?|periods?)\W{0,3}(?:of |"
    r"for |ending |"
    r"ended |end |is |was |to |in )?(?:FY ?)?20\d\d(?:\W{1,3}(?:20)?\d\d\b)?|"
    r"\b20\d\d(?:\s?[/–—-]\s?(?:20)?\d\d)?,? (?:\w+ )?(?:financial|fiscal|reporting|accounting|academic|"
    r"trading) (?:year|period)s?|"
    r"\bFY ?['’]?(?:20)?\d\d(?:\s?[/–—-]\s?(?:20)?\d\d)?\b|"
    r"\byear (?:of )?20\d\d\b(?!-)|\bfor (?:the )?(?:year )?20\d\d\b(?![/.-]\d\d[/.-])",
    re.IGNORECASE,
)
RANGE = re.compile(
    rf"\b{DAY}\s*(?:to|until|till|through|–|—|-|and ending(?: on)?|and)\s*(?:the )?{DAY}",
    re.IGNORECASE,
)
HAS_YEAR = re.compile(r"\b(?:19|20)\d\d|[/.-]\d\d\b|['’]\d\d\b|FY ?\d\d", re.IGNORECASE)
ABOUT = re.compile(
    r"\bstatement\b|\bsection 54|\bs\.? ?54\b|\bmodern slavery act\b|\bpursuant\b|\bconstitutes\b|\bsteps\b|"
    r"\bthis report\b|"
    r"\breporting period\b|\bapproved\b|\bsigned\b|\bsets out\b|\bour (?:\d{4} )?(?:financial|fiscal|reporting)\b|"
    r"\b(?:this|the) (?:disclosure|declaration|document)\b|"
    r"\b(?:during|in|for|throughout|covers?|covering) (?:the|our|this) (?:\w+ ){0,2}(?:year|period)\b",
    re.IGNORECASE,
)
TITLE = re.compile(r"\b(?:statement|report|disclosure)\b", re.IGNORECASE)
# A line of its own: "Financial year: 2023-24", "Year end 31 December 2022".
LABEL = re.compile(
    r"\W*(?:(?:financial|fiscal|reporting|accounting) (?:year|period)|(?:for the )?(?:year|period)(?: end\w*)?|"
    r"\w+ (?:weeks|months))\b[^.;]{0,60}$",
    re.IGNORECASE,
)
TITLE_YEAR = re.compile(rf"(?<!\d )(?<!\d)(?:(?P<month>{_MONTH})\.?,?\s+)?\b20\d\d\b(?![/.-]\d)", re.IGNORECASE)
ANOTHER = re.compile(
    r"\b(?:previous|prior|last|earlier|preceding|first) (?:\w+ ){0,4}(?:statement|year|period)|\bturnover\b|"
    r"\brevenue\b|"
    r"\bact 20\d\d\b(?!.*\b(?:year|period|FY)\b)|\bsince (?:FY|20)|\bemissions\b",
    re.IGNORECASE,
)
MAX_TITLE_WORDS, HEAD_SHARE, HEAD_CHARACTERS = 16, 0.2, 1500
FOUND_SCORE, UNCLEAR_SCORE = 2.0, 0.5


def law_financial_year(text: Text) -> CriterionResult:
    """Return found for the sentence that best says which year the statement is for."""
    best, score = None, 0.0
    for sentence in text.sentences:
        points = _score(text, sentence)
        if points > score:
            best, score = sentence, points
    if best is None or score < UNCLEAR_SCORE:
        return NOTHING
    if score >= FOUND_SCORE:
        return CriterionResult(FOUND, (get_span(best),))
    return CriterionResult(UNCLEAR, (get_span(best),), doubt=YEAR_ASIDE)


def _score(text: Text, sentence: Sentence) -> float:
    """Add up what speaks for a sentence; 0 where it names no year of that kind."""
    words = sentence.text
    precision = _get_precision(words)
    is_title = len(words.split()) <= MAX_TITLE_WORDS and bool(TITLE.search(words)) and words[-1] not in ".;"
    if not precision:
        return 2.0 if is_title and _is_at_head(text, sentence) and _has_title_year(words) else 0.0
    if PLAN.search(words) and not ABOUT.search(words):
        return 0.0
    points = precision
    points += 1.0 if ABOUT.search(words) else 0.0
    points += 0.7 if is_title or LABEL.match(words) else 0.0
    points += 0.4 if _is_at_head(text, sentence) else 0.0
    return points - (1.0 if ANOTHER.search(words) else 0.0)


def _get_precision(words: str) -> float:
    """Return 1.5 for a year end or a period, 1 for a year by its name, 0 for none."""
    for pattern in (YEAR_END, RANGE):
        if any(HAS_YEAR.search(match[0]) for match in pattern.finditer(words)):
            return 1.5
    if YEAR_NAMED.search(words) or any(_follow(match) for match in PAIR.finditer(words)):
        return 1.0
    return 0.0


def _follow(match: re.Match[str]) -> bool:
    """2019/20: the second year is the one after the first."""
    return int(match["second"]) == (int(match["first"]) + 1) % 100


def _has_title_year(words: str) -> bool:
    """Tell whether a title names a year, and not only the month of its publication or the year of the Act."""
    bare = re.sub(r"\bact,? 20\d\d|\bact \(?20\d\d", " ", words, flags=re.IGNORECASE)
    return any(match["month"] is None for match in TITLE_YEAR.finditer(bare))


def _is_at_head(text: Text, sentence: Sentence) -> bool:
    return sentence.start <= max(HEAD_CHARACTERS, len(text.text) * HEAD_SHARE)

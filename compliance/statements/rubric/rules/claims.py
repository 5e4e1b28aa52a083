"""Claims that a statement had better not make, found sentence by sentence.

The pattern suggests and never decides: each hit shows the sentence, so that its writer can judge.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from compliance.statements import vocabulary
from compliance.statements.rules.content import Passage
from compliance.statements.rules.text import Sentence, sentences
from compliance.statements.vocabulary import Claim

# The Act's own words, s.54(4)(a), with the small changes that writers make. As what steps were for they claim nothing;
# that steps do ensure it is the assertion to avoid, so "our steps ensure that" is not among them.
ACT_WORDS = re.compile(
    r"\b(?:(?:to|help|helps|helping|order to) (?:ensure|make sure|prevent|confirm)|(?:ensuring|"
    r"making sure))(?: that)?"
    r" (?:there is )?(?:no )?(?:modern )?(?:slavery|trafficking)(?: (?:and|or|and/or) (?:human )?(?:trafficking|"
    r"slavery))?"
    r" (?:(?:is|are) (?:not|neither) (?:taking place|occurring|present)|does not (?:take place|occur|exist))\b",
    re.IGNORECASE,
)
# What is aimed at, asked of others, doubted or tested is not claimed.
_AIMED = (
    r"commit\w*|aim(?:s|ed|ing)?|aspir\w*|ambition|strive\w*|striving|seek\w*|endeavou?r\w*|work(?:s|ing)? toward?s?|"
    r"vision|goals?|objective|intend\w*|hop(?:e|es|ing)|want\w*|in order to|so that|so as to|steps|measures|"
    r"(?:to|can|will|must|should|we|help\w*) (?:help )?(?:ensure|make sure)|ensuring|making sure|reduc\w+"
)
AIMED = re.compile(rf"\b(?:{_AIMED})\b", re.IGNORECASE)
NO_CLAIM_BEFORE = re.compile(
    rf"\b(?:{_AIMED}|whether|if|unless|until|cannot|can(?: not|['’]t)|do(?:es)? not|don['’]t|never|no (?:one|"
    rf"business|company|"
    r"organisation|employer|sector)|unable to|not (?:possible|able) to|require\w*|expect\w*|ask\w*|must|should|"
    r"suppliers? (?:to|will|can|who)|right to|play\w* (?:our|its|a) part)\b",
    re.IGNORECASE,
)
# "No risk of reprisal", "no risk assessment", "no cases of slavery to report": other things than what is claimed.
NO_CLAIM_AFTER = re.compile(
    r"\s*(?:of (?:reprisals?|retaliation|detriment|dismissal|recrimination|victimi[sz]ation)|assess\w*|register|"
    r"management|factors?|(?:cases? )?(?:to report|"
    r"(?:was|were|has been|have been) (?:\w+ )?(?:identified|found|reported|raised|brought))|(?:identified|found|"
    r"reported|raised)\b|suppliers?\b|categor\w+|rating)",
    re.IGNORECASE,
)
RATING = re.compile(r"\b(?:low|medium|moderate|high|minimal)(?:,| or| to| and|/) ?(?:to )?$", re.IGNORECASE)
# A guarantee, a confidence or a confirmation is a claim where it says that something is absent.
ABSENT = re.compile(r"\b(?:no|not|never|neither|free|absen\w*|without|zero|none)\b|n['’]t\b", re.IGNORECASE)
ASSERTION = re.compile(r"\b(?:ensures?|makes? sure)\b", re.IGNORECASE)
CONFIDENCE = frozenset({"guarantee"})
WEIGHED = frozenset({"slavery_free", "free_of_slavery", "no_slavery_exists", "no_risk", "guarantee"})
CLAUSE = re.compile(r", (?:and|but) |;")
REACH = 160
BLANK = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class ClaimHit:
    """weight: warn or info. start and end are character positions in the plain text of the passage."""

    code: str
    weight: str
    message: str
    sentence: str
    start: int
    end: int
    section: str = ""
    field: str = ""


def find_claims(text: str, *, section: str = "", field: str = "") -> list[ClaimHit]:
    """Return hits in the order of the text, at most one a claim and sentence."""
    return [hit for sentence in sentences(text) for hit in _hits(sentence, section, field)]


def find_claims_in_passages(passages: Iterable[Passage]) -> list[ClaimHit]:
    return [
        hit for passage in passages for hit in find_claims(passage.text, section=passage.section, field=passage.field)
    ]


def _hits(sentence: Sentence, section: str, field: str) -> Iterator[ClaimHit]:
    read = ACT_WORDS.sub(lambda match: BLANK * len(match[0]), sentence.text)
    for claim, pattern, allowed in _patterns():
        match = pattern.search(read)
        if match and not (allowed and allowed.search(sentence.text)) and _is_claimed(claim, read, match):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            yield ClaimHit(claim.code, claim.weight, claim.message, sentence.text, start, end, section, field)


def _is_claimed(claim: Claim, read: str, match: re.Match[str]) -> bool:
    """Tell whether the words assert something, and are no aim, demand, doubt or rating."""
    if claim.code not in WEIGHED:
        return True
    before = CLAUSE.split(read[max(0, match.start() - REACH) : match.start()])[-1]
    if NO_CLAIM_BEFORE.search(before) or NO_CLAIM_AFTER.match(read, match.end()) or RATING.search(before):
        return False
    if claim.code not in CONFIDENCE:
        return True
    said = read[match.start() : match.end() + REACH]
    return bool(ABSENT.search(said)) and not (AIMED.search(match[0]) and not ASSERTION.search(match[0]))


@cache
def _patterns() -> list[tuple[Claim, re.Pattern[str], re.Pattern[str] | None]]:
    return [
        (claim, re.compile(claim.pattern, re.IGNORECASE), _beside(claim.allowed_beside))
        for claim in vocabulary.claims()
    ]


def _beside(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Any of the words, in the singular too."""
    if not words:
        return None
    stems = "|".join(re.escape(word.removesuffix("s")) + r"\w*" for word in words)
    return re.compile(rf"\b(?:{stems})", re.IGNORECASE)

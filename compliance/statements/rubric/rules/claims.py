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
    r"\b(?:(?:to|help|helps|helping) (?:ensure|make sure)|(?:ensuring|making sure)) that (?:modern )?slavery"
    r" (?:and|or) human trafficking (?:is|are) (?:not|neither) taking place\b",
    re.IGNORECASE,
)
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
        if match and not (allowed and allowed.search(sentence.text)):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            yield ClaimHit(claim.code, claim.weight, claim.message, sentence.text, start, end, section, field)


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

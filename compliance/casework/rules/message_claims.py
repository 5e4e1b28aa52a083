"""What a message to a reporter claims about their case, and whether the log of what was shared bears it out. Pure.

A message that says "we did not say who told us" after a referral that named them puts somebody in danger who then
acts as if they were safe.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from compliance.concerns.rules.sharing_without_consent import CHILD_AT_RISK, IMMINENT_DANGER

POLICE_OR_COUNCIL = frozenset({"police", "la_children", "la_adults", "hsc_trust"})
_SHARE = r"(?:say|said|tell|told|give|gave|given|share|shared|pass|passed|name|named)"
_NOT = r"(?:did not|didn[’']t|have not|haven[’']t|never|not)"


class Claim(StrEnum):
    """The page has the words."""

    NOT_NAMED = "not_named"
    ONLY_AGREED = "only_agreed"
    EXCEPTION = "exception"
    NOTHING_SHARED = "nothing_shared"
    NO_NEWS = "no_news"
    FINISHED = "finished"


# How each is said, in English, in words other than the ready phrases too.
_SAID: dict[Claim, re.Pattern[str]] = {
    Claim.NOT_NAMED: re.compile(
        rf"\b{_NOT}\b[^.?!]*\b{_SHARE}\b[^.?!]*\b(?:who told us|who you are|your (?:name|identity|number|details))\b"
        rf"|\b(?:nobody|no one)\b[^.?!]*\bknows?\b[^.?!]*\b(?:who told us|who you are|your name)\b"
        r"|\byour (?:name|identity)\b[^.?!]*\b(?:was|has been|is|stays?)\b[^.?!]*\b(?:not|never|safe with us|secret)\b",
        re.IGNORECASE,
    ),
    Claim.ONLY_AGREED: re.compile(
        r"\bwhat you agreed to,? and (?:no more|nothing else)\b|\bonly\b[^.?!]*\bwhat you agreed\b"
        r"|\bnothing\b[^.?!]*\b(?:without your (?:consent|agreement)|that you did not agree)\b",
        re.IGNORECASE,
    ),
    Claim.EXCEPTION: re.compile(r"\btold the police or the council\b[^?!]*\bin danger\b", re.IGNORECASE),
    Claim.NOTHING_SHARED: re.compile(
        rf"\b{_NOT}\b[^.?!]*\b{_SHARE}\b[^.?!]*\b(?:anybody|anyone|anything)\b"
        rf"|\b(?:told|passed on|shared)\b[^.?!]*\b(?:nobody|no one|nothing)\b",
        re.IGNORECASE,
    ),
    Claim.NO_NEWS: re.compile(r"\b(?:have|there is|is) no news\b", re.IGNORECASE),
    Claim.FINISHED: re.compile(r"\bdone (?:all|what|everything) we can\b", re.IGNORECASE),
}


@dataclass(frozen=True)
class SharedItem:
    """One thing that was shown to somebody outside. is_agreed: by consent. ground: of an override, empty without one.

    may_name_teller: it named who told us, or a file went as it came, or it named a person who told us of themselves.
    """

    recipient: str
    is_agreed: bool
    ground: str
    may_name_teller: bool


@dataclass(frozen=True)
class DisclosureLog:
    """What the case has on record. has_answer: a partner has answered. is_waiting: an answer is still due."""

    shared: tuple[SharedItem, ...] = ()
    has_answer: bool = False
    is_waiting: bool = False


def is_true(claim: Claim, log: DisclosureLog) -> bool:
    match claim:
        case Claim.NOT_NAMED:
            return not any(item.may_name_teller for item in log.shared)
        case Claim.ONLY_AGREED:
            return bool(log.shared) and all(item.is_agreed for item in log.shared)
        case Claim.EXCEPTION:
            grounds = {item.ground for item in log.shared if item.recipient in POLICE_OR_COUNCIL}
            return bool(grounds & {IMMINENT_DANGER, CHILD_AT_RISK})
        case Claim.NOTHING_SHARED:
            return not log.shared
        case Claim.NO_NEWS:
            return not log.has_answer
        case Claim.FINISHED:
            return not log.is_waiting


def find_claims(text: str) -> list[Claim]:
    return [claim for claim, pattern in _SAID.items() if pattern.search(text)]


def find_untrue_claims(text: str, log: DisclosureLog) -> list[Claim]:
    """Return what the text claims and the log denies."""
    return [claim for claim in find_claims(text) if not is_true(claim, log)]


def get_true_snippets(codes: Iterable[str], claims: dict[str, Claim], log: DisclosureLog) -> list[str]:
    """Return the phrases, by code, that may be said as things are."""
    return [code for code in codes if code not in claims or is_true(claims[code], log)]

"""The tables of the internal month, from coded facts only: no words, no names, no key.

Counts here are for the helpline's own eyes. What is published goes through compliance.statistics, which hides small
numbers.

See docs/requirements/helpline.md#coded-facts, docs/requirements/helpline.md#interpreters.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Target:
    """Of one case: level, and whether the first act and the referral were in time; None where nobody knows yet."""

    level: str
    first_action: bool | None
    referral: bool | None


@dataclass(frozen=True)
class Met:
    """How many were in time, of how many of which it is known."""

    met: int
    known: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.met / self.known) if self.known else None


@dataclass(frozen=True)
class InterpreterRequest:
    """One request. waited: seconds until somebody joined. is_gender_met: None where there was no wish."""

    language: str
    waited: int | None
    is_gender_met: bool | None


@dataclass(frozen=True)
class Wait:
    """Requests for interpreters in one language. Waits in seconds, of those that somebody joined; None without any.

    wishes: for a woman or a man, and how many of them were met.
    """

    requests: int
    joined: int
    median: int | None
    longest: int | None
    wishes: Met

    @property
    def not_joined(self) -> int:
        return self.requests - self.joined


def count(codes: Iterable[str], order: Iterable[str]) -> dict[str, int]:
    """Count how often each code is there, in the order of its list; codes of no list come last, nothing said as
    unknown.
    """
    counts = Counter(code or UNKNOWN for code in codes)
    known = [code for code in order if counts[code]]
    return {code: counts[code] for code in (*known, *sorted(counts.keys() - set(known)))}


def summarise_met(answers: Iterable[bool | None]) -> Met:
    known = [answer for answer in answers if answer is not None]
    return Met(sum(known), len(known))


def summarise_targets(cases: Iterable[Target], levels: Iterable[str]) -> dict[str, tuple[Met, Met]]:
    """Return by level how often the first act and the referral were in time."""
    rows = list(cases)
    return {
        level: (
            summarise_met(row.first_action for row in rows if row.level == level),
            summarise_met(row.referral for row in rows if row.level == level),
        )
        for level in levels
    }


def summarise_waits(requests: Iterable[InterpreterRequest]) -> dict[str, Wait]:
    """Return the waits for an interpreter by language, the most asked for first."""
    by_language: dict[str, list[InterpreterRequest]] = {}
    for request in requests:
        by_language.setdefault(request.language, []).append(request)
    ordered = sorted(by_language.items(), key=lambda item: (-len(item[1]), item[0]))
    return {language: _wait(group) for language, group in ordered}


def _wait(requests: list[InterpreterRequest]) -> Wait:
    joined = [request.waited for request in requests if request.waited is not None]
    return Wait(
        requests=len(requests),
        joined=len(joined),
        median=round(median(joined)) if joined else None,
        longest=max(joined, default=None),
        wishes=summarise_met(request.is_gender_met for request in requests),
    )

"""Coded facts of the desk as plain values, for published figures. A fact says nothing of which case it is of.

See docs/requirements/helpline.md#coded-facts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID


class ContactFact(NamedTuple):
    """A contact in the month of its arrival. class_: its category, or its case's; empty where nobody has coded it."""

    month: str
    channel: str
    purpose: str
    class_: str
    language: str


class CaseFact(NamedTuple):
    """A case in the month in which it was opened. region: of every place where exploitation happened."""

    month: str
    category: str
    exploitation: tuple[str, ...]
    subtype: tuple[str, ...]
    region: tuple[str, ...]
    police_force: str
    sector: tuple[str, ...]


class PeopleFact(NamedTuple):
    """The people of a case, described as its largest group is. number: at least so many."""

    month: str
    category: str
    exploitation: tuple[str, ...]
    age: tuple[str, ...]
    gender: str
    nationality: tuple[str, ...]
    number: int


class ExploiterFact(NamedTuple):
    month: str
    nationality: tuple[str, ...]
    number: int


class ReferralFact(NamedTuple):
    """What was sent in the month. answer: the outcome; empty without feedback."""

    month: str
    recipient: str
    answer: str


class SignpostFact(NamedTuple):
    month: str
    signposted_to: str


class BusinessFact(NamedTuple):
    """A case about a business. organisation: a number, in this reading only, of cases that share a name of a business
    or of somebody who may be responsible; empty where it shares none.
    """

    month: str
    sector: tuple[str, ...]
    tier: tuple[str, ...]
    learned: tuple[str, ...]
    organisation: str


class SignFact(NamedTuple):
    """A sign of forced labour in a case about a business, once a case."""

    month: str
    sign: str


@dataclass(frozen=True)
class CodedFacts:
    contacts: Sequence[ContactFact]
    cases: Sequence[CaseFact]
    people: Sequence[PeopleFact]
    exploiters: Sequence[ExploiterFact]
    referrals: Sequence[ReferralFact]
    signposts: Sequence[SignpostFact]
    business_cases: Sequence[BusinessFact]
    signs: Sequence[SignFact]


def number_connected(sets: Iterable[set[UUID]]) -> dict[UUID, str]:
    """Return the same number for cases that are in one set, or in sets that share a case."""
    members: dict[UUID, set[UUID]] = {}
    for cases in sets:
        joined = set().union(cases, *(members[case] for case in cases if case in members))
        members |= dict.fromkeys(joined, joined)
    groups = {id(group): group for group in members.values()}
    ordered = sorted(groups.values(), key=min)
    return {case: str(number) for number, group in enumerate(ordered, start=1) for case in group}

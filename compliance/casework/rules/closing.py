"""What still stands between a case and its closing (docs/requirements/helpline.md#closing)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# Said as codes; the page has the words. The first two can never be passed over.
CHILD_ACTION, REFERRAL, CODED_FACTS, NOT_TOLD = "child_action", "referral", "coded_facts", "not_told"
ORIGINALS, UNSENT = "originals", "unsent_referral"
CONTACT_REQUEST = "contact_request"
# The table of steps leads from these to no closing (choices.STEPS).
UNTRIAGED, CLOSURE_ASKED = "untriaged", "closure_asked"
UNKNOWN = "unknown"
# What a fact is coded on: the case itself, or a row that describes it, as the pages name these.
CASE, PEOPLE, EXPLOITER, PLACE, SUPPLY = "case", "people", "exploiter", "place", "supply"
# Where nothing happened to anybody, there is nothing more to code.
WITHOUT_FACTS = frozenset({"general_information", "not_related"})
ALWAYS = ("category", "channel", "purpose", "language")
# Of every case about people: what the chapters of a yearly assessment count.
# See docs/requirements/helpline.md#coded-facts.
REQUIRED_CASE_FACTS = (*ALWAYS, "age_of_person", "exploitation_types", "sectors", "region")
REQUIRED_ROW_FACTS = {
    PEOPLE: ("gender", "age_bands", "nationalities"),
    EXPLOITER: ("nationalities",),
    PLACE: (),
    SUPPLY: ("tier", "sectors"),
}
# Who is counted; not known is an answer, and then there is no number.
COUNTED = frozenset({PEOPLE, EXPLOITER})
# No region of the United Kingdom, so that no police force is asked for.
NO_FORCE = frozenset({"overseas", UNKNOWN})


@dataclass(frozen=True)
class Row:
    """What describes a case. what: people, exploiter, place or supply. facts: its coded columns."""

    what: str
    key: Any
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Missing:
    """A fact to code. of: on what. key: of the row, None for the case and where there is no such row yet.

    number: of the row among those of its kind, from 1.
    """

    fact: str
    of: str = CASE
    key: Any = None
    number: int = 0


@dataclass(frozen=True)
class OpenMatters:
    """What of a case is still open. facts: coded column to its value. rows: what describes it."""

    child_actions: int
    unanswered_referrals: int
    facts: Mapping[str, Any]
    is_told: bool
    can_be_told: bool
    rows: tuple[Row, ...] = ()
    has_originals: bool = False
    unsent_referrals: int = 0
    contact_requests: int = 0
    status: str = ""


def has_force(region: str) -> bool:
    """Return whether a place there belongs to a police force of the United Kingdom."""
    return bool(region) and region not in NO_FORCE


# Any: coded columns: text, codes or truth.
def find_missing_facts(facts: Mapping[str, Any], rows: Iterable[Row] = ()) -> list[Missing]:
    """Return the coded facts that a case lacks before it can close: sealed, it could never be counted again.

    `unknown` is an answer, empty is none.
    """
    if facts.get("category") in WITHOUT_FACTS:
        return [Missing(name) for name in ALWAYS if not facts.get(name)]
    described = list(rows)
    missing = [Missing(name) for name in REQUIRED_CASE_FACTS if not facts.get(name)]
    if has_force(facts.get("region", "")) and not facts.get("police_force"):
        missing.append(Missing("police_force"))
    if _is_abroad(facts):
        missing += _country(described)
    if not any(row.what == PEOPLE for row in described):
        missing.append(Missing("people", PEOPLE))
    return missing + [
        Missing(name, row.what, row.key, number) for row, number in _numbered(described) for name in _lacks(row)
    ]


def find_obstacles(case: OpenMatters) -> list[str]:
    """Return the codes of what has to be done first, the gravest first."""
    obstacles = [CHILD_ACTION] if case.child_actions else []
    if case.status == "new":
        obstacles.append(UNTRIAGED)
    if case.status == "closure_requested":
        obstacles.append(CLOSURE_ASKED)
    if case.contact_requests:
        obstacles.append(CONTACT_REQUEST)
    if case.unanswered_referrals:
        obstacles.append(REFERRAL)
    if case.unsent_referrals:
        obstacles.append(UNSENT)
    if find_missing_facts(case.facts, case.rows):
        obstacles.append(CODED_FACTS)
    if case.can_be_told and not case.is_told:
        obstacles.append(NOT_TOLD)
    if case.has_originals:
        obstacles.append(ORIGINALS)
    return obstacles


def needs_second_person(*, was_immediate: bool, concerns_child: bool, has_override: bool) -> bool:
    """Return whether another person has to agree to the closing (docs/requirements/helpline.md#closing).

    was_immediate: at any time, so that nobody lowers the level first.
    """
    return concerns_child or was_immediate or has_override


def _is_abroad(facts: Mapping[str, Any]) -> bool:
    return facts.get("category") == "international" or facts.get("region") == "overseas"


def _country(rows: list[Row]) -> list[Missing]:
    """One country is enough; it is asked for at a place that is there already, if one may be it."""
    places = [(row, number) for row, number in _numbered(rows) if row.what == PLACE]
    if any(row.facts.get("country") for row, _number in places):
        return []
    may_be_it = [(row.key, number) for row, number in places if row.facts.get("in_uk") is not True]
    key, number = may_be_it[0] if may_be_it else (None, 0)
    return [Missing("country", PLACE, key, number)]


def _numbered(rows: Iterable[Row]) -> Iterator[tuple[Row, int]]:
    seen: Counter[str] = Counter()
    for row in rows:
        seen[row.what] += 1
        yield row, seen[row.what]


def _lacks(row: Row) -> list[str]:
    missing = [name for name in REQUIRED_ROW_FACTS[row.what] if not row.facts.get(name)]
    return ["count", *missing] if row.what in COUNTED and not _is_counted(row.facts) else missing


def _is_counted(facts: Mapping[str, Any]) -> bool:
    mode = facts.get("count_mode")
    return mode == UNKNOWN or (bool(mode) and facts.get("count_min") is not None)

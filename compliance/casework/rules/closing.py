"""What still stands between a case and its closing (helpline 2.5, experience d11)."""

from collections.abc import Mapping
from dataclasses import dataclass

from compliance.casework.rules.levels import P1

# Said as codes; the page has the words. The first two can never be passed over.
CHILD_ACTION, REFERRAL, CODED_FACTS, NOT_TOLD = "child_action", "referral", "coded_facts", "not_told"
# Where nothing happened to anybody, there is nothing to code.
WITHOUT_FACTS = frozenset({"general_information", "not_related"})
NEEDED_FACTS = ("category", "channel", "purpose", "age_of_person", "region", "exploitation_types", "sectors")


@dataclass(frozen=True)
class Open:
    """What of a case is still open. facts: coded column to its value."""

    child_actions: int
    unanswered_referrals: int
    facts: Mapping[str, object]
    is_told: bool
    can_be_told: bool


def missing_facts(facts: Mapping[str, object]) -> list[str]:
    if facts.get("category") in WITHOUT_FACTS:
        return [name for name in ("category", "channel", "purpose") if not facts.get(name)]
    return [name for name in NEEDED_FACTS if not facts.get(name)]


def obstacles(case: Open) -> list[str]:
    """Codes of what has to be done first, the gravest first."""
    found = [CHILD_ACTION] if case.child_actions else []
    if case.unanswered_referrals:
        found.append(REFERRAL)
    if missing_facts(case.facts):
        found.append(CODED_FACTS)
    if case.can_be_told and not case.is_told:
        found.append(NOT_TOLD)
    return found


def needs_second_person(*, level: str, concerns_child: bool, has_override: bool) -> bool:
    return concerns_child or level == P1 or has_override

"""When a call form may end without a case in one press.

A form that holds anything about a person, a place, a danger or a sign is never ended in one press: whoever ends it
says what was said and why no case is needed, and a lead reviews that within 24 hours.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from compliance.concerns.rules.triage import ADVICE_PURPOSES
from compliance.concerns.types import Answers

REVIEW_WITHIN = timedelta(hours=24)
PROFESSIONALS = frozenset({"police", "local_authority", "health", "education", "other_statutory", "ngo", "legal"})
# Answers that describe nobody at risk. None: any answer. Every field that is not named here counts as risk, so that
# a field added to the form later is safe before anybody thinks of it.
HARMLESS_ANSWERS: Mapping[str, frozenset[str] | None] = {
    "is_safe": frozenset({"yes"}),
    "danger_level": frozenset({"not_immediate", "unknown"}),
    "age_of_person": frozenset({"adult"}),
    "for_self": frozenset({"no", "unknown"}),
    "purpose": ADVICE_PURPOSES | {"unknown"},
    "language": None,
    "reporter_type": PROFESSIONALS | {"public", "business", "auditor", "media", "unknown"},
    "reporter_proximity": frozenset({"professional", "unknown"}),
    "identity_mode": None,
    "began_at": None,
}


def fields_at_risk(answers: Answers) -> list[str]:
    """Return the names of the answers that rule out an ending in one press, in the order of the form."""
    return [name for name, value in answers.items() if value and not _is_harmless(name, value)]


def may_end_quickly(answers: Answers) -> bool:
    return not fields_at_risk(answers)


def _is_harmless(name: str, value: Any) -> bool:
    if name not in HARMLESS_ANSWERS:
        return False
    harmless = HARMLESS_ANSWERS[name]
    return harmless is None or value in harmless

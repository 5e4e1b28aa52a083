"""When the helpline may share what it was told without consent, and with whom.

The desk's disclosure rules and every promise to reporters read these tables, so that neither can drift from the other.
Source: docs/decisions/0013-promises-from-rules.md, which cites the UK GDPR, articles 6 and 9, and the Data Protection
Act 2018, schedule 1, paragraphs 6, 10 and 18.
"""

IMMINENT_DANGER, CHILD_AT_RISK, LEGAL_OBLIGATION, SERIOUS_CRIME = GROUNDS = (
    "imminent_danger",
    "child_at_risk",
    "legal_obligation",
    "serious_crime",
)

_CHILD_PROTECTION = frozenset({"police", "la_children", "hsc_trust", "ictg"})
_CRIME = frozenset({"police", "national_crime_agency", "regional_organised_crime_unit", "labour_enforcement"})
# Recipients (codes of `referral_target_type`) that may be told on each ground without consent. All are public bodies.
# Immigration authorities, employers, other helplines and services that support people need consent on every ground.
RECIPIENTS_WITHOUT_CONSENT: dict[str, frozenset[str]] = {
    IMMINENT_DANGER: _CRIME | _CHILD_PROTECTION | {"la_adults", "health"},
    CHILD_AT_RISK: _CHILD_PROTECTION | {"national_crime_agency"},
    LEGAL_OBLIGATION: _CRIME | _CHILD_PROTECTION | {"la_adults"},
    SERIOUS_CRIME: _CRIME | {"la_adults", "la_children", "hsc_trust"},
}


def may_share_without_consent(*, ground: str, target: str) -> bool:
    """Return whether this ground allows sharing with this kind of recipient although nobody agreed."""
    return target in RECIPIENTS_WITHOUT_CONSENT.get(ground, frozenset())

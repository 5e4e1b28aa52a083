"""What has to be known before a case counts as triaged, and which kind of case signs speak for (helpline 2.2, 2.5)."""

from collections.abc import Collection

# Each alone speaks for modern slavery; of the other signs three do (helpline 2.2). Codes of ilo_indicator.
STRONG = frozenset(
    {
        "physical_sexual_violence",
        "document_retention",
        "debt_bondage",
        "restriction_of_movement",
        "intimidation_threats",
    }
)
ENOUGH_OTHERS = 3


def missing(*, level: str, category: str, age: str) -> list[str]:
    """Return the names of what has to be answered first."""
    return [name for name, value in (("level", level), ("category", category), ("age_of_person", age)) if not value]


def speaks_for(indicators: Collection[str]) -> str:
    """A proposal only: the handler decides, and writes down why. Empty where no sign is coded."""
    signs = set(indicators)
    if not signs:
        return ""
    return "modern_slavery" if signs & STRONG or len(signs) >= ENOUGH_OTHERS else "labour_abuse"

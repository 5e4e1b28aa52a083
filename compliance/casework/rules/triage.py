"""What has to be known before a case counts as triaged, and which kind of case signs speak for.

See docs/requirements/helpline.md#category-signs, docs/requirements/helpline.md#case-status.
"""

from collections.abc import Collection

# Each alone speaks for modern slavery; of the other signs three do. Codes of ilo_indicator.
# See docs/requirements/helpline.md#category-signs.
STRONG_SIGNS = frozenset(
    {
        "physical_sexual_violence",
        "document_retention",
        "debt_bondage",
        "restriction_of_movement",
        "intimidation_threats",
    }
)
OTHER_SIGNS_THRESHOLD = 3


def find_missing(*, level: str, category: str, age: str) -> list[str]:
    """Return the names of what has to be answered first."""
    return [name for name, value in (("level", level), ("category", category), ("age_of_person", age)) if not value]


def propose_category(indicators: Collection[str]) -> str:
    """Return the category that the signs speak for, which the handler decides on; empty where no sign is coded."""
    signs = set(indicators)
    if not signs:
        return ""
    return "modern_slavery" if signs & STRONG_SIGNS or len(signs) >= OTHER_SIGNS_THRESHOLD else "labour_abuse"

"""The parts of a concern that a recipient would receive, if the person agrees.

See docs/requirements/helpline.md#identity-modes, docs/requirements/helpline.md#who-receives-what.
"""

from compliance.concerns.rules import journey
from compliance.concerns.types import Answers

# In the order of the page. Others are not offered: nobody is asked to agree that a business or immigration is told.
RECIPIENTS = (
    "police",
    "local_authority",
    "labour_enforcement",
    "national_crime_agency",
    "support_provider",
    "first_responder",
    "other_helpline",
)
# The parts of a concern, and the answers of which one is enough for the part to be there.
PARTS: dict[str, tuple[str, ...]] = {
    "account": ("account",),
    "place": (*journey.PLACE_KEYS, *journey.PLACES.keys),
    "when": journey.WHEN.keys,
    "signs": (*journey.KIND.keys, *journey.SIGNS.keys),
    "people": (
        "pv_count_mode",
        "group_gender",
        "age_band",
        "nationalities",
        "languages",
        "affected_description",
        "groups",
    ),
    "responsible": journey.RESPONSIBLE.keys,
    "supply_chain": (
        "subject_organisation",
        "subject_site",
        "products",
        "workers_affected",
        "migrant_share",
        "recruitment_country",
        "labour_provider",
    ),
    "needs": ("wants", "language", "communication_need"),
}
TO_INVESTIGATE = ("account", "place", "when", "signs", "people", "responsible", "supply_chain", "files")
TO_HELP = ("place", "people", "needs")
PARTS_BY_RECIPIENT: dict[str, tuple[str, ...]] = {
    "police": TO_INVESTIGATE,
    "local_authority": ("account", "place", "when", "signs", "people"),
    "labour_enforcement": TO_INVESTIGATE,
    "national_crime_agency": TO_INVESTIGATE,
    "support_provider": TO_HELP,
    "first_responder": ("account", "place", "when", "signs", "people", "needs"),
    "other_helpline": TO_HELP,
}
NAME_PART = "name"
CONTACT_ANSWERS = ("name", "phone", "email", "other_route")


def preview_parts(recipient: str, answers: Answers, *, files: int) -> list[str]:
    """Return the parts that this recipient would receive, in order; the name only where the person shares it."""
    parts = [part for part in PARTS_BY_RECIPIENT[recipient] if (files if part == "files" else _has_part(part, answers))]
    return [*parts, NAME_PART] if _shares_name(answers) else parts


def _has_part(part: str, answers: Answers) -> bool:
    return any(answers.get(key) for key in PARTS[part])


def _shares_name(answers: Answers) -> bool:
    is_named = answers.get("identity_mode") == "named_share"
    return is_named and any(answers.get(key) for key in CONTACT_ANSWERS)

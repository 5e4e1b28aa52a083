"""Which changes of a published entry need a second person: those that say where people turn.

A wrong website or address sends somebody in danger to strangers, as a wrong number does. Pure.

See docs/requirements/directory.md#contact-details.
"""

import re
from collections.abc import Mapping

# Facts by which people reach a service, and what decides who may see them.
CONTACT_FACTS = frozenset(
    {
        *("url", "email", "person_name", "person_title", "person_email", "person_phone"),
        *("provider.name", "provider.website", "provider.email", "provider.charity_number", "provider.company_number"),
        *("place.address", "place.city", "place.postcode", "phones"),
    }
)
# Texts in which somebody may write a number or an address.
TEXT_FACTS = frozenset(
    {
        *("name", "alternate_name", "summary", "description", "alert", "eligibility_description", "area_note"),
        *("hours_note", "interpretation_services", "fees_description", "application_process", "wait_time"),
        *("safe_contact", "provider.description", "place.accessibility"),
    }
)
# Facts that show more than before when they take one of these values.
OPENING_VALUES: Mapping[str, frozenset[object]] = {
    "visibility": frozenset({"public"}),
    "status": frozenset({"active", "temporarily closed"}),
    "person_is_public": frozenset({True}),
    "place.is_public": frozenset({True}),
}
CONTACT = re.compile(
    r"(?:\+|\b)\d(?:[\s().-]{0,2}\d){4,}|[\w.+-]+@[\w-]+\.\w+|(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:uk|org|com|net|info)\b",
    re.I,
)


def find_contacts(text: str) -> set[str]:
    """Return the numbers, addresses and websites in a text, written alike."""
    return {re.sub(r"[\s().-]", "", found).lower() for found in CONTACT.findall(text)}


def needs_second_person(before: Mapping[str, object], after: Mapping[str, object]) -> frozenset[str]:
    """Return the changed facts that a second person has to agree to. before, after: facts of an entry by name."""
    changed = {name for name in after if before.get(name) != after[name]}
    return frozenset(name for name in changed if _is_guarded(name, before.get(name), after[name]))


def _is_guarded(name: str, before: object, after: object) -> bool:
    if name in CONTACT_FACTS:
        return True
    if name in TEXT_FACTS:
        return bool(find_contacts(str(after or "")) - find_contacts(str(before or "")))
    return after in OPENING_VALUES.get(name, ())

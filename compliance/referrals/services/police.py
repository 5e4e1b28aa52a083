"""Which number of the police a handler rings for a case, as the case is at this moment."""

from dataclasses import dataclass

from compliance.casework.models import Case
from compliance.casework.selectors import emergency
from portal.reference import emergency_numbers


@dataclass(frozen=True)
class PoliceNumber:
    """is_emergency: somebody may be in immediate danger, so that the number is 999."""

    number: str
    is_emergency: bool


def get_police_number(case: Case, *, ground: str = "") -> PoliceNumber:
    """Return 999 or 101 for the case. ground: of an override, where the referral has one."""
    is_emergency = emergency.is_emergency(case, ground=ground)
    contact = emergency_numbers.get_contacts()["emergency" if is_emergency else "police"]
    return PoliceNumber(contact.numbers[0].number, is_emergency)

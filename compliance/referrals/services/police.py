"""Which number of the police a handler rings for a case, as the case is at this moment."""

from dataclasses import dataclass

from compliance.casework.models import Case, PersonGroup
from compliance.casework.rules.emergency import needs_999
from compliance.casework.services import merged_cases
from portal.reference import emergency_numbers

STILL_INSIDE = "yes"


@dataclass(frozen=True)
class PoliceNumber:
    """is_emergency: somebody may be in immediate danger, so that the number is 999."""

    number: str
    is_emergency: bool


def get_police_number(case: Case, *, ground: str = "") -> PoliceNumber:
    """Return 999 or 101 for the case. ground: of an override, where the referral has one."""
    is_emergency = needs_999(
        level=case.level,
        danger=case.danger_level,
        age=case.age_of_person,
        is_still_inside=_is_somebody_inside(case),
        ground=ground,
    )
    contact = emergency_numbers.get_contacts()["emergency" if is_emergency else "police"]
    return PoliceNumber(contact.numbers[0].number, is_emergency)


def _is_somebody_inside(case: Case) -> bool:
    groups = merged_cases.rows_of_case(PersonGroup.objects.filter(still_in_situation=STILL_INSIDE), case)
    return case.concerns_child and groups.exists()

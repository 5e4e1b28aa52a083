"""Whether a case is one for 999, as it is at this moment."""

from compliance.casework.models import Case, PersonGroup
from compliance.casework.rules.emergency import needs_999
from compliance.casework.services import merged_cases

STILL_INSIDE = "yes"


def is_emergency(case: Case, *, ground: str = "") -> bool:
    """Return whether somebody may be in immediate danger. ground: of an override, where a referral has one."""

    def judge(*, is_still_inside: bool) -> bool:
        return needs_999(
            level=case.level,
            danger=case.danger_level,
            age=case.age_of_person,
            is_still_inside=is_still_inside,
            ground=ground,
        )

    return judge(is_still_inside=False) or (
        case.concerns_child and judge(is_still_inside=True) and _is_somebody_inside(case)
    )


def _is_somebody_inside(case: Case) -> bool:
    return merged_cases.rows_of_case(PersonGroup.objects.filter(still_in_situation=STILL_INSIDE), case).exists()

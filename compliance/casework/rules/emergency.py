"""Whether the police are called on 999 or on 101. Pure, so that a table can prove it."""

from compliance.casework.rules.priorities import ADULT, P1
from compliance.concerns.rules.sharing_without_consent import IMMINENT_DANGER

DANGER_NOW, DANGER_WITHIN_A_DAY = "happening_now", "within_24h"


def needs_999(*, level: str, danger: str, age: str, is_still_inside: bool = False, ground: str = "") -> bool:
    """Return whether somebody may be in immediate danger, so that nobody is sent to 101.

    That is level 1, danger now, a referral made on the ground of danger to life, and a child (or somebody who may be
    one) who expects danger within a day or is still in the situation.
    """
    is_child_at_immediate_risk = age != ADULT and (danger == DANGER_WITHIN_A_DAY or is_still_inside)
    return level == P1 or danger == DANGER_NOW or ground == IMMINENT_DANGER or is_child_at_immediate_risk

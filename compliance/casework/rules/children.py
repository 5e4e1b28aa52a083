"""What is done for a child, and what of it can still be recorded (docs/requirements/helpline.md#child-actions)."""

from collections.abc import Collection

REFERRED, NOT_AVAILABLE = "ictg_referred", "ictg_not_available"
ACTIONS = (
    "called_999",
    "la_children_contacted",
    "la_contact_recorded",
    REFERRED,
    NOT_AVAILABLE,
    "nrm_first_responder_identified",
    "information_pack_given",
    "strategy_discussion",
)
# Independent child trafficking guardians work in two thirds of the councils of these nations, and in no other
# (Home Office referral toolkit, see docs/requirements/helpline.md#child-guardians).
WITH_GUARDIANS = frozenset({"england", "wales"})


def get_offered_actions(*, nation: str, done: Collection[str]) -> list[str]:
    """Return the codes of child_action that are not done yet. Of the two about guardians one is enough.

    nation: a code; empty where it is not known, and then guardians may cover the place.
    """
    without = set(done)
    if without & {REFERRED, NOT_AVAILABLE}:
        without |= {REFERRED, NOT_AVAILABLE}
    if nation and nation not in WITH_GUARDIANS:
        without.add(REFERRED)
    return [action for action in ACTIONS if action not in without]

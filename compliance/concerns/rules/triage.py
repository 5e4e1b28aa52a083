"""How soon a person must look at a concern: the initial level, which a handler may raise.

See docs/requirements/helpline.md#children-first, docs/requirements/helpline.md#levels.
"""

from datetime import datetime

from compliance.concerns.rules.deadlines import Span
from compliance.concerns.rules.tellers import TellerRole, derive_teller
from compliance.concerns.types import Answers

# Not sure means a child until somebody decided otherwise (docs/requirements/helpline.md#children-first).
CHILD_AGES = frozenset({"under_18", "not_sure"})
ADVICE_PURPOSES = frozenset({"business_advice", "training_awareness", "information"})
# What somebody who is still inside may want, that waits for nobody's office hours.
URGENT_WANTS = frozenset({"leave_safely", "somewhere_to_stay"})
# What makes any concern urgent; of a child who is missing it is the highest level.
# See docs/requirements/helpline.md#children-first.
MISSING = "missing"
URGENT = frozenset({MISSING, "to_be_moved", "nowhere_to_sleep"})
# When a professional needs the answer.
TODAY = "today"
# When the first person has looked at it; see docs/requirements/helpline.md#levels.
FIRST_LOOK_MINUTES = {"p1": 15, "p2": 60, "p3": 24 * 60}
ADVICE_WORKING_DAYS = 2


def is_child(answers: Answers) -> bool:
    """Return whether the affected person is or may be a child."""
    return answers.get("age_of_person") in CHILD_AGES


def get_triage_level(answers: Answers, *, by_phone: bool = False) -> str:
    """Return p1 to p4. by_phone: the caller reported by phone and cannot choose again when to be in touch."""
    danger, inside = answers.get("danger_level"), "yes" in _get_inside_answers(answers)
    urgent = URGENT & set(answers.get("urgent") or ())
    if danger == "happening_now" or (is_child(answers) and (inside or MISSING in urgent)):
        return "p1"
    wants_out = bool(URGENT_WANTS & set(answers.get("wants") or ())) and _may_be_inside(answers)
    is_soon = danger == "within_24h" or answers.get("needed_by") == TODAY
    if is_child(answers) or urgent or wants_out or is_soon or (by_phone and is_caller_inside(answers)):
        return "p2"
    return "p4" if answers.get("purpose") in ADVICE_PURPOSES else "p3"


def is_caller_inside(answers: Answers) -> bool:
    """Return whether the caller is or may be still inside; one who did not say who they are may be."""
    is_inside = bool({"yes", "not_sure"} & set(_get_inside_answers(answers)))
    return is_inside and derive_teller(answers) is not TellerRole.OTHER


def _may_be_inside(answers: Answers) -> bool:
    return any(inside != "no" for inside in _get_inside_answers(answers))


def _get_inside_answers(answers: Answers) -> list[str]:
    """Return for each group whether its people are still there; empty where nothing is known."""
    return [group.get("still_in_situation") or "" for group in (answers, *(answers.get("groups") or ()))]


def get_advice_due_at(answers: Answers, arrived_hour: datetime) -> datetime | None:
    """Return when advice is due: two working days after it came, whatever its level. None for other purposes.

    arrived_hour: in the time of the desk's own clocks, rounded down, so that the answer tells no exact time.
    Bank holidays count as working days: the answer then comes early, never late.
    """
    if answers.get("purpose") not in ADVICE_PURPOSES:
        return None
    return Span(working_days=ADVICE_WORKING_DAYS).after(arrived_hour)

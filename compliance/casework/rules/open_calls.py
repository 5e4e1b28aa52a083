"""Open call forms about somebody at risk: when one is in the queue, and when it has been left.

See docs/requirements/helpline.md#unfinished-calls.
"""

from datetime import datetime, timedelta

from compliance.casework.rules.priorities import P1, P2
from compliance.concerns.rules import triage
from compliance.concerns.types import Answers

URGENT_LEVELS = (P1, P2)
# Without a save for so long, nobody is known to be at the form any more.
LEFT_AFTER = timedelta(minutes=5)
# An interpreter call lasts an hour; whoever left a form for a day has forgotten it.
ABANDONED_AFTER = timedelta(hours=24)


def get_typed_level(answers: Answers) -> str:
    """Return the level that a case would have, by what has been typed so far."""
    return triage.get_triage_level(answers, by_phone=True)


def is_left_open(saved_at: datetime, now: datetime) -> bool:
    return now - saved_at >= LEFT_AFTER


def may_take_over(
    *, level: str, saved_at: datetime, now: datetime, is_own: bool, is_lead: bool, is_owner_at_desk: bool
) -> bool:
    """Return whether somebody may take over an urgent form from its owner.

    A lead may at any time; a handler where it was left open and its owner has no unlocked desk.
    """
    if is_own or level not in URGENT_LEVELS:
        return False
    return is_lead or (is_left_open(saved_at, now) and not is_owner_at_desk)

"""Levels and their deadlines, and who may change a level (docs/requirements/helpline.md#levels)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from compliance.concerns.rules.deadlines import Targets

P1, P2, P3, P4 = "p1", "p2", "p3", "p4"
LEVELS = (P1, P2, P3, P4)
ADULT = "adult"
# Where a child, or somebody who may be one, is affected, no level is calmer than this.
LOWEST_CHILD_LEVEL = P2
# The gravest first. What nobody knows is graver than what somebody has said not to be.
AGES = ("under_18", "not_sure", ADULT)
DANGERS = ("happening_now", "within_24h", "unknown", "not_immediate")


@dataclass(frozen=True)
class Change:
    """What a change of level asks for. refusal: why it cannot be; empty where it can."""

    is_lowering: bool
    needs_lead: bool
    refusal: str = ""


def get_due_after_claim(targets: Targets, taken_at: datetime) -> datetime:
    """Return the next deadline of a case: what the referral's target leaves after the first action's.

    Counted from the taking, not from the arrival, so that the clear column tells nobody when somebody wrote to us.
    """
    if targets.referral.working_days:
        return targets.referral.after(taken_at)
    return taken_at + timedelta(minutes=targets.referral.minutes - targets.first_action.minutes)


def judge_change(*, before: str, after: str, concerns_child: bool) -> Change:
    """Return what a change of level asks for: lowering a case with a child is for a lead, and never below p2.

    One in immediate danger too: a single person would else lower it first, and close it then.

    See docs/requirements/helpline.md#lowering-a-level.
    """
    is_lowering = LEVELS.index(after) > LEVELS.index(before)
    if concerns_child and after > LOWEST_CHILD_LEVEL:
        return Change(is_lowering, needs_lead=False, refusal="calmer_than_child")
    return Change(is_lowering, needs_lead=is_lowering and (concerns_child or before == P1))


def raise_to_minimum(level: str, *, age: str) -> str:
    """Return the level after a change of the answer about age."""
    return min(level, LOWEST_CHILD_LEVEL) if age != ADULT else level


def get_graver(first: str, second: str, order: Sequence[str]) -> str:
    """Return the graver of two answers to the same question. order: AGES or DANGERS."""
    return min(first, second, key=order.index)

"""May this person be called now? (helpline rule 7, security RP12). Asked before a number is shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

PHONES = frozenset({"phone", "sms"})


class Verdict(StrEnum):
    SAFE = "safe"
    # Somebody has to say that it is safe before the number shows: no rule was given, or this is no time that was named.
    ASK = "ask"
    NEVER = "never"


@dataclass(frozen=True)
class Window:
    """A time of the day at which calling is safe. days: 0 Monday to 6 Sunday; none means every day."""

    begins: time
    ends: time
    days: frozenset[int] = frozenset()

    def holds(self, at: datetime) -> bool:
        in_day = not self.days or at.weekday() in self.days
        return in_day and self.begins <= at.time() < self.ends


def verdict(*, methods: Collection[str], rules: Collection[str], windows: Sequence[Window], at: datetime) -> Verdict:
    """at: the time on the clocks people see. methods and rules: codes of contact_method and contact_safety."""
    if not PHONES & set(methods):
        return Verdict.NEVER
    if any(window.holds(at) for window in windows):
        return Verdict.SAFE
    return Verdict.SAFE if "safe_anytime" in rules and not windows else Verdict.ASK

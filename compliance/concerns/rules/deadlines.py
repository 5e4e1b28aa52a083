"""Deadlines counted from a moment (docs/requirements/helpline.md#levels).

Bank holidays count as working days: the deadline then comes early, never late.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

SATURDAY = 5


@dataclass(frozen=True)
class Span:
    """How soon: minutes by the clock, or working days."""

    minutes: int = 0
    working_days: int = 0

    def after(self, at: datetime) -> datetime:
        """Return the moment this long after `at`, which is in the time of the desk's clocks."""
        days = self.working_days
        at += timedelta(minutes=self.minutes)
        while days:
            at += timedelta(days=1)
            days -= at.weekday() < SATURDAY
        return at


@dataclass(frozen=True)
class Targets:
    """Of a level: until the first act of a person, and until the referral, both from the arrival."""

    first_action: Span
    referral: Span

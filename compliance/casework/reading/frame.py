"""What every page of the desk shows besides its own: alarms, and reviews that are due."""

from dataclasses import dataclass, field
from datetime import datetime

from compliance.casework.choices import AlarmKind, Level
from compliance.casework.models import Alarm, Approval
from compliance.casework.reading.queue import new_concerns
from compliance.casework.rules.levels import ADULT
from compliance.casework.services.alarms import UNOPENED
from portal.core import heartbeat
from portal.vault.services import epochs


@dataclass(frozen=True)
class Frame:
    """adult_alarms: adults in immediate danger whom nobody has taken on. failures: alerts that did not go out.

    review_due_at: when the first of the acts that went ahead alone has to be looked at. key_is_due: the team's key has
    to change, told to leads. unopened: immediate concerns that nobody has opened within their time. worker_is_missing:
    no background worker runs, so that alerts may be late.
    """

    adult_alarms: int
    alarms: list[Alarm] = field(default_factory=list)
    reviews: int = 0
    review_due_at: datetime | None = None
    is_review_late: bool = False
    key_is_due: bool = False
    unopened: int = 0
    worker_is_missing: bool = False

    @property
    def failures(self) -> list[str]:
        return sorted({alarm.failure for alarm in self.alarms if alarm.failure})

    @property
    def cases_in_danger(self) -> int:
        """A caller called about them again, and nobody has looked or acted."""
        return sum(alarm.kind == AlarmKind.CASE_IN_DANGER for alarm in self.alarms)

    @property
    def nobody_unlocked(self) -> bool:
        return any(alarm.kind == AlarmKind.NOBODY_UNLOCKED for alarm in self.alarms)


def read(*, now: datetime, is_lead: bool, adult_alarms: int | None = None) -> Frame:
    """adult_alarms: where the page has counted them already."""
    if adult_alarms is None:
        adult_alarms = new_concerns().filter(triage_level=Level.P1, age_of_person=ADULT).count()
    reviews = list(Approval.objects.to_review().order_by("review_due_at").values_list("review_due_at", flat=True))
    due = reviews[0] if reviews else None
    alarms = list(Alarm.objects.filter(seen_at=None))
    late = now - UNOPENED
    return Frame(
        adult_alarms=adult_alarms,
        alarms=alarms,
        unopened=sum(alarm.kind == AlarmKind.NOT_OPENED and alarm.noticed_at <= late for alarm in alarms),
        worker_is_missing=heartbeat.is_missing(now),
        reviews=len(reviews),
        review_due_at=due,
        is_review_late=due is not None and due < now,
        key_is_due=is_lead and epochs.is_rotation_due(now),
    )

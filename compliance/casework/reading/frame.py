"""What every page of the desk shows besides its own: alarms, and reviews that are due."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef

from compliance.casework.choices import AlarmKind, Level
from compliance.casework.models import Alarm, Approval, CaseReader
from compliance.casework.reading.queue import new_concerns
from compliance.casework.rules.levels import ADULT
from portal.accounts.models import User
from portal.vault.services import epochs


@dataclass(frozen=True)
class Frame:
    """adult_alarms: adults in immediate danger whom nobody has taken on. failures: alerts that did not go out.

    review_due_at: when the first of the acts that went ahead alone has to be looked at. key_is_due: the team's key has
    to change, told to leads.
    """

    adult_alarms: int
    alarms: list[Alarm] = field(default_factory=list)
    reviews: int = 0
    review_due_at: datetime | None = None
    is_review_late: bool = False
    key_is_due: bool = False

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


def read(*, user: User, now: datetime, is_lead: bool, adult_alarms: int | None = None) -> Frame:
    """Count nothing of a case that the user is kept from. adult_alarms: where the page has counted them already."""
    if adult_alarms is None:
        adult_alarms = new_concerns().filter(triage_level=Level.P1, age_of_person=ADULT).count()
    kept_out = Exists(CaseReader.objects.filter(case=OuterRef("case"), user=user, is_kept_out=True))
    to_review = Approval.objects.to_review().exclude(kept_out)
    reviews = list(to_review.order_by("review_due_at").values_list("review_due_at", flat=True))
    due = reviews[0] if reviews else None
    return Frame(
        adult_alarms=adult_alarms,
        alarms=list(Alarm.objects.filter(seen_at=None).exclude(kept_out)),
        reviews=len(reviews),
        review_due_at=due,
        is_review_late=due is not None and due < now,
        key_is_due=is_lead and epochs.is_rotation_due(now),
    )

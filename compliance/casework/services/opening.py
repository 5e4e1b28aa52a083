"""Opening a case: a line of history each time, and an alarm where somebody opens unusually many (security T09, T31)."""

from datetime import datetime
from uuid import UUID

from django.core.cache import cache

from compliance.casework import permissions
from compliance.casework.choices import AlarmKind
from compliance.casework.models import Alarm, Case
from portal.accounts.models import User
from portal.core import limits
from portal.history.services import record

# Going from tab to tab of a case is one opening.
ONE_OPENING_SECONDS = 15 * 60


def open_case(*, uuid: UUID, user: User, at: datetime) -> Case | None:
    """None where there is no such case, or where it is not for the user; that they tried is kept."""
    case = Case.objects.select_related("data_key", "owner", "merged_into").filter(pk=uuid).first()
    if case is None:
        return None
    if not permissions.can_open_case(user, case):
        record(user, "casework.case.refused", case, at=at)
        return None
    if cache.add(f"case_open:{user.pk}:{case.pk}", 1, ONE_OPENING_SECONDS):
        record(user, "casework.case.opened", case, at=at)
        warn_of_many("case_open", AlarmKind.BULK_READING, user=user, at=at)
    return case


def warn_of_many(act: str, kind: AlarmKind, *, user: User, at: datetime) -> None:
    """Count one more. Above the limit a lead sees an alarm; nobody is held up, for it may be a busy night."""
    if limits.is_over(act, user.pk) and not Alarm.objects.filter(kind=kind, user=user, seen_at=None).exists():
        alarm = Alarm.objects.create(kind=kind, user=user, noticed_at=at)
        record("system", "casework.alarm.raised", alarm, {"kind": kind.value, "user": str(user)}, at=at)

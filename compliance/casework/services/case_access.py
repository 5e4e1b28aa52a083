"""Opening a case: a line of history each time, and an alarm where somebody opens unusually many.

See docs/requirements/helpline.md#need-to-know, docs/requirements/security.md#reading-in-bulk.
"""

from datetime import datetime
from uuid import UUID

from django.core.cache import cache

from compliance.casework import permissions
from compliance.casework.choices import AlarmKind
from compliance.casework.models import Alarm, Case
from portal.accounts.models import User
from portal.core import rate_limits
from portal.history.services import record

# Going from tab to tab of a case is one opening.
ONE_OPENING_SECONDS = 15 * 60
ONE_REFUSAL_SECONDS = 10 * 60


def open_case(*, uuid: UUID, user: User, at: datetime) -> Case | None:
    """Return None where there is no such case, or where it is not for the user; that they tried is kept."""
    cases = Case.objects.with_new_message().select_related("data_key", "owner", "merged_into")
    case = cases.filter(pk=uuid).first()
    if case is None:
        return None
    if not permissions.can_open_case(user, case):
        record(user, "casework.case.refused", case, at=at)
        return None
    if cache.add(f"case_open:{user.pk}:{case.pk}", 1, ONE_OPENING_SECONDS):
        record(user, "casework.case.opened", case, at=at)
        warn_of_many("case_open", AlarmKind.BULK_READING, user=user, at=at)
    if case.has_news and case.owner_id == user.pk:
        # The row that is returned still says that there was news.
        Case.objects.filter(pk=case.pk).update(has_news=False)
        Alarm.objects.filter(case=case).delete()
    return case


def refuse_change(case: Case, *, user: User, at: datetime) -> None:
    """Record that somebody tried to change a case which is not theirs, once a case in ten minutes.

    See docs/requirements/security.md#refusals.
    """
    if cache.add(f"change_refused:{user.pk}:{case.pk}", 1, ONE_REFUSAL_SECONDS):
        record(user, "casework.case.change_refused", case, at=at)


def warn_of_many(act: str, kind: AlarmKind, *, user: User, at: datetime) -> None:
    """Count one more. Above the limit a lead sees an alarm; nobody is held up, for it may be a busy night."""
    if (
        rate_limits.is_over_limit(act, user.pk)
        and not Alarm.objects.filter(kind=kind, user=user, seen_at=None).exists()
    ):
        alarm = Alarm.objects.create(kind=kind, user=user, noticed_at=at)
        record("system", "casework.alarm.raised", alarm, {"kind": kind.value, "user": str(user)}, at=at)

"""What every change of a case shares: the row is locked, its version compared, the table of steps obeyed."""

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from compliance.casework.choices import STATUS_STEPS, Status
from compliance.casework.models import Alarm, Case
from compliance.casework.models.base import CaseRow
from portal.core import locks
from portal.core.exceptions import ActionRefused, EditConflict
from portal.history.services import record


def lock_row[Row: Model](row: Row, version: int | None = None) -> Row:
    """Return the row as it is now, locked until the transaction ends.

    Raises RowGone where it was deleted meanwhile, EditConflict where it is not the version given.
    """
    current: Any = locks.lock_row(row)
    if version is not None and current.version != version:
        raise EditConflict(current)
    return current


def lock_whole(case: Case) -> Case:
    """Lock the case that goes on: who may read it is decided there for all that was merged into it."""
    current = lock_row(case)
    return lock_row(current.goes_on_in) if current.merged_into_id else current


def lock_open_case(case: Case, version: int | None = None) -> Case:
    """Lock a case that work goes on in. Raises ActionRefused, EditConflict."""
    current = lock_row(case, version)
    if not current.is_open:
        raise ActionRefused(_("This case is closed. Reopen it first."))
    return current


def lock_open_case_of(row: CaseRow) -> Case:
    """Lock the open case of a row; of one that came by a merge, the case that goes on. Raises ActionRefused."""
    return lock_open_case(row.case.goes_on_in)


def move_to_status(case: Case, status: Status) -> None:
    """Move a locked case one step. Raises ActionRefused for a step that the table does not hold."""
    if status not in STATUS_STEPS[Status(case.status)]:
        raise ActionRefused(
            _("A case cannot go from “%(before)s” to “%(after)s”.")
            % {"before": case.get_status_display(), "after": status.label}
        )
    case.status = status


# Any: an actor as portal.history.services.record takes it; codes and numbers of any kind.
def save_case(case: Case, actor: Any, action: str, at: datetime, **data: Any) -> Case:
    """Save a locked case as one version more, with its line of history. data: codes and numbers, never words."""
    case.version += 1
    case.has_news = case.has_news or _is_news(case, actor)
    case.save()
    Alarm.objects.filter(case=case).delete()
    record(actor, action, case, data, at=at)
    return case


# Any: an actor as portal.history.services.record takes it; codes and numbers of any kind.
def record_act(case: Case, actor: Any, action: str, at: datetime, /, **data: Any) -> None:
    """Record an act that changes no column of the case; its owner sees that somebody else acted."""
    goes_on = case.goes_on_in
    if _is_news(goes_on, actor):
        Case.objects.filter(pk=goes_on.pk, has_news=False).update(has_news=True)
    Alarm.objects.filter(case=goes_on).delete()
    record(actor, action, case, data, at=at)


def _is_news(case: Case, actor: Any) -> bool:
    return case.owner_id is not None and case.owner_id != getattr(actor, "pk", None)

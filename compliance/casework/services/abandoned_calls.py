"""Call forms that nobody finished: urgent ones are in the queue at once, others are shown to a lead after a day.

What was typed stays sealed all the while: beside the handler and the time there are only the answers about danger and
age. After a week a form goes, but never one about somebody at risk: that one is read, or nothing is done.

See docs/requirements/helpline.md#unfinished-calls.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework import permissions
from compliance.casework.models import CallDraft
from compliance.casework.rules import open_calls
from compliance.casework.services import erasure
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record

DRAFT_TTL = timedelta(days=7)
# Nobody knows what a form says that was saved before its level was kept.
MAY_BE_URGENT = Q(level__in=open_calls.URGENT_LEVELS) | Q(level="")


def get_abandoned_calls(now: datetime) -> list[CallDraft]:
    """Return those that a lead sees, the oldest first."""
    is_left = Q(level__in=open_calls.URGENT_LEVELS, saved_at__lte=now - open_calls.LEFT_AFTER)
    is_forgotten = Q(saved_at__lte=now - open_calls.ABANDONED_AFTER)
    return list(CallDraft.objects.filter(is_left | is_forgotten).select_related("handler"))


def find_call(uuid: UUID) -> CallDraft | None:
    return CallDraft.objects.filter(pk=uuid).first()


@transaction.atomic
def take_over_call(*, draft: CallDraft, actor: User, at: datetime) -> CallDraft:
    """Make the form the actor's own, to make a case of or to end.

    Raises ActionRefused where somebody goes on with it.
    """
    current = CallDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if current is None or not permissions.can_take_over_call(actor, current, now=at):
        raise ActionRefused(_("Someone else has just continued this call."))
    before, current.handler, current.taken_from = current.handler, actor, current.handler
    # Whoever took it has it for as long as one who has just saved it; else the alarm would go on while they read.
    current.saved_at = at
    current.save(update_fields=["handler", "taken_from", "saved_at"])
    record(actor, "casework.call.taken_over", None, {"owner": str(before or "")}, at=at)
    return current


def delete_old_calls(now: datetime) -> int:
    """Delete, for the sweep, what lay for a week: its key first, and what was said for an interpreter with it."""
    old = _old_calls(now).values_list("pk", flat=True)
    return sum(_drop(uuid, now) for uuid in list(old))


def _old_calls(now: datetime):
    return CallDraft.objects.exclude(MAY_BE_URGENT).filter(saved_at__lte=now - DRAFT_TTL)


@transaction.atomic
def _drop(uuid: UUID, now: datetime) -> bool:
    draft = _old_calls(now).select_for_update(of=("self",)).filter(pk=uuid).select_related("handler").first()
    if draft is not None:
        erasure.erase_call_draft(draft)
        saved_on = timezone.localdate(draft.saved_at)
        record("system", "casework.call.deleted", None, {"owner": str(draft.handler or ""), "on": saved_on}, at=now)
    return draft is not None

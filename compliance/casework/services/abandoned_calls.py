"""Call forms that nobody finished: a lead sees them after a day, and after a week they are gone.

What was typed stays sealed all the while: on the lead's page stand the handler and the time, and no word of it.

See docs/requirements/helpline.md#unfinished-calls.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.models import CallDraft
from compliance.casework.services import erasure
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record

# Since it was last saved. An interpreter call lasts an hour; whoever left a form for a day has forgotten it.
ABANDONED_AFTER = timedelta(hours=24)
DRAFT_TTL = timedelta(days=7)


def get_abandoned_calls(now: datetime) -> list[CallDraft]:
    """Return those that a lead sees, the oldest first."""
    return list(CallDraft.objects.filter(saved_at__lte=now - ABANDONED_AFTER).select_related("handler"))


def find_abandoned_call(uuid, now: datetime) -> CallDraft | None:
    return next((draft for draft in get_abandoned_calls(now) if draft.pk == uuid), None)


@transaction.atomic
def take_over_call(*, draft: CallDraft, actor: User, at: datetime) -> CallDraft:
    """Make the form the lead's own, to make a case of or to end.

    Raises ActionRefused where somebody goes on with it.
    """
    current = CallDraft.objects.select_for_update().filter(pk=draft.pk, saved_at__lte=at - ABANDONED_AFTER).first()
    if current is None:
        raise ActionRefused(_("Someone else has just continued this call."))
    before, current.handler = current.handler, actor
    current.save(update_fields=["handler"])
    record(actor, "casework.call.taken_over", None, {"owner": str(before or "")}, at=at)
    return current


def delete_old_calls(now: datetime) -> int:
    """Delete, for the sweep, what lay for a week: its key first, and what was said for an interpreter with it."""
    old = CallDraft.objects.filter(saved_at__lte=now - DRAFT_TTL).values_list("pk", flat=True)
    return sum(_drop(uuid, now) for uuid in list(old))


@transaction.atomic
def _drop(uuid, now: datetime) -> bool:
    current = CallDraft.objects.select_for_update(of=("self",)).filter(pk=uuid, saved_at__lte=now - DRAFT_TTL)
    draft = current.select_related("handler").first()
    if draft is not None:
        erasure.erase_call_draft(draft)
        saved_on = timezone.localdate(draft.saved_at)
        record("system", "casework.call.deleted", None, {"owner": str(draft.handler or ""), "on": saved_on}, at=now)
    return draft is not None

"""Call forms that nobody finished: a lead sees them after a day, and after a week they are gone (decision 33).

What was typed stays sealed all the while: on the lead's page stand the handler and the time, and no word of it.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.models import CallDraft
from compliance.casework.services import erasing
from compliance.casework.services.steps import Refusal
from portal.accounts.models import User
from portal.history.services import record

# Since it was last saved. An interpreter call lasts an hour; whoever left a form for a day has forgotten it.
LEFT_AFTER = timedelta(hours=24)
KEPT_FOR = timedelta(days=7)


def left(now: datetime) -> list[CallDraft]:
    """Those that a lead sees, the oldest first."""
    return list(CallDraft.objects.filter(saved_at__lte=now - LEFT_AFTER).select_related("handler"))


def find(uuid, now: datetime) -> CallDraft | None:
    return next((draft for draft in left(now) if draft.pk == uuid), None)


@transaction.atomic
def take_over(*, draft: CallDraft, actor: User, at: datetime) -> CallDraft:
    """It is the lead's own from then on, to make a case of or to end. Raises Refusal where somebody goes on with it."""
    current = CallDraft.objects.select_for_update().filter(pk=draft.pk, saved_at__lte=at - LEFT_AFTER).first()
    if current is None:
        raise Refusal(_("Somebody has gone on with this call just now."))
    before, current.handler = current.handler, actor
    current.save(update_fields=["handler"])
    record(actor, "casework.call.taken_over", None, {"owner": str(before or "")}, at=at)
    return current


def drop_old(now: datetime) -> int:
    """For the sweep: what lay for a week goes, its key first, and what was said for an interpreter with it."""
    old = CallDraft.objects.filter(saved_at__lte=now - KEPT_FOR).values_list("pk", flat=True)
    return sum(_drop(uuid, now) for uuid in list(old))


@transaction.atomic
def _drop(uuid, now: datetime) -> bool:
    current = CallDraft.objects.select_for_update(of=("self",)).filter(pk=uuid, saved_at__lte=now - KEPT_FOR)
    draft = current.select_related("handler").first()
    if draft is not None:
        erasing.call(draft)
        saved_on = timezone.localdate(draft.saved_at)
        record("system", "casework.call.deleted", None, {"owner": str(draft.handler or ""), "on": saved_on}, at=now)
    return draft is not None

"""A lead's word on a run that would have taken more of a table than it may alone."""

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.data_protection import tasks
from compliance.data_protection.models import RetentionRun
from compliance.data_protection.services.retention import get_counts
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record


@transaction.atomic
def confirm_run(*, run: RetentionRun, by: User, at: datetime) -> None:
    """Let what the run refused go, as soon as the worker comes to it, for a lead has looked. Raises ActionRefused."""
    newest = RetentionRun.objects.select_for_update(of=("self",)).first()
    if newest is None or newest.pk != run.pk or not newest.is_waiting:
        raise ActionRefused(_("This run has ended. See the latest one."))
    newest.confirmed_by, newest.confirmed_at = by, at
    newest.save(update_fields=["confirmed_by", "confirmed_at"])
    record(by, "casework.retention.confirmed", newest, get_counts(newest), at=at)
    transaction.on_commit(partial(tasks.erase_confirmed.enqueue, str(newest.pk)))

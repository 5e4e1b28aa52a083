"""Keeps a change of a published entry until others agree to it (learning.directory.services.entry_changes).

See docs/requirements/directory.md#contact-details.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from learning.directory.choices import Origin, Outcome
from learning.directory.models import EntryChange, Service
from learning.directory.services import facts
from learning.directory.services.steps import lock_entry
from portal.accounts.current_user import Actor
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record


@transaction.atomic
def request_entry_change(
    *, service: Service, after: Mapping[str, object], origin: Origin, actor: Actor, at: datetime
) -> EntryChange | None:
    """Keep what differs from the entry until it is agreed to; return None where nothing does.

    Raises ActionRefused while another change of the entry waits.
    """
    current = lock_entry(service)
    now = facts.get_facts(current, after)
    changed = {name: value for name, value in after.items() if now[name] != value}
    if not changed:
        return None
    if current.entry_changes.filter(outcome=Outcome.WAITING).exists():
        raise ActionRefused(_("Another change to this entry is waiting for a second person. They must decide first."))
    change = EntryChange.objects.create(
        service=current,
        origin=origin,
        before={name: now[name] for name in changed},
        after=changed,
        asked_by=actor if isinstance(actor, User) else None,
        asked_at=at,
    )
    record(actor, "directory.change.asked", current, {"fields": sorted(changed)}, at=at)
    return change

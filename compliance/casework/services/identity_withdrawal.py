"""Somebody who told us takes back who they are, by their code: what they said of it on the phone goes as well.

The concern forgets by itself (concerns.services.dialogue.delete_contact); the desk follows within one sweep. A legal
hold does not stop it: the person did it, and what they told of the matter stays.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from compliance.casework.models import Reporter
from compliance.casework.services import erasure
from compliance.concerns.models import Concern, HeldLine
from compliance.concerns.services.delayed_history import round_to_hour
from portal.history.models import Entry

CONTACT_DELETED_ACTION = "concerns.concern.contact_deleted"


def erase_withdrawn_identities(now: datetime) -> int:
    """Erase, for the sweep, what was taken back: nothing sealed is opened, its key goes. Twice is once."""
    return sum(_forget(uuid, now) for uuid in list(Reporter.objects.taken_back().values_list("pk", flat=True)))


def get_deletion_times(concerns: Iterable[Concern]) -> dict[UUID, datetime]:
    """Return those of these whose reporter has deleted their contact details, and in which hour last.

    The history says so, and until the hour is over the line that waits for it.
    """
    uuids = [concern.pk for concern in concerns]
    if not uuids:
        return {}
    entries = Entry.objects.filter(action=CONTACT_DELETED_ACTION, object_uuid__in=uuids).order_by("seq")
    waiting = HeldLine.objects.filter(action=CONTACT_DELETED_ACTION, concern__in=uuids).values_list(
        "concern_id", "hour"
    )
    return {entry.object_uuid: entry.at for entry in entries if entry.object_uuid} | dict(waiting)


@transaction.atomic
def _forget(uuid: UUID, now: datetime) -> bool:
    rows = Reporter.objects.taken_back().select_related("case").select_for_update(of=("self",))
    reporter = rows.filter(pk=uuid).first()
    if reporter is not None:
        erasure.erase_reporter(reporter, at=round_to_hour(now))
    return reporter is not None

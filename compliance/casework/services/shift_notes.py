"""What one shift tells the next."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from compliance.casework.models import HandoverNote
from compliance.casework.services.case_keys import Keys, seal_with_own_key
from portal.accounts.models import User
from portal.core.prepared import prepared
from portal.history.services import record
from portal.vault.encryption import DecryptionError


@dataclass(frozen=True)
class ShiftNote:
    by: str
    at: datetime
    text: str


@transaction.atomic
def write_shift_note(*, text: str, by: User, at: datetime) -> HandoverNote:
    note = seal_with_own_key(HandoverNote(by=by, at=at), text=text)
    note.save(force_insert=True)
    record(by, "casework.desk.handed_over", note, at=at)
    return note


def get_latest_shift_note(keys: Keys) -> ShiftNote | None:
    note = next(iter(_fetch_latest_note()), None)
    if note is None:
        return None
    try:
        return ShiftNote(by=str(note.by or ""), at=note.at, text=keys.read(note, "text"))
    except DecryptionError:
        return None


@prepared
def _fetch_latest_note() -> QuerySet[HandoverNote]:
    """Return the newest note, in a list of one at most."""
    return HandoverNote.objects.select_related("data_key", "by")[:1]

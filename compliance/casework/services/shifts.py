"""What one shift tells the next."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from compliance.casework.models import HandoverNote
from compliance.casework.services.keys import Keys, with_own_key
from portal.accounts.models import User
from portal.history.services import record
from portal.vault.encryption import CannotOpen


@dataclass(frozen=True)
class Told:
    by: str
    at: datetime
    text: str


@transaction.atomic
def write(*, text: str, by: User, at: datetime) -> HandoverNote:
    note = with_own_key(HandoverNote(by=by, at=at), text=text)
    note.save(force_insert=True)
    record(by, "casework.desk.handed_over", note, at=at)
    return note


def latest(keys: Keys) -> Told | None:
    note = HandoverNote.objects.select_related("data_key", "by").first()
    if note is None:
        return None
    try:
        return Told(by=str(note.by or ""), at=note.at, text=keys.read(note, "text"))
    except CannotOpen:
        return None

"""Writing a note about a case."""

from datetime import datetime

from django.db import transaction

from compliance.casework.choices import NoteKind
from compliance.casework.models import Case, Note
from compliance.casework.services import transitions
from compliance.casework.services.case_keys import Keys, seal_columns
from portal.accounts.models import User


@transaction.atomic
def add_note(*, case: Case, kind: NoteKind, text: str, actor: User, keys: Keys, at: datetime) -> Note:
    """Add a note, also to a closed case. A decision stays as it is written here."""
    row = Note(case=case, kind=kind, by=actor, at=at)
    seal_columns(keys.get_key(case), row, text=text)
    row.save(force_insert=True)
    transitions.record_act(case, actor, "casework.note.added", at, kind=str(kind))
    return row

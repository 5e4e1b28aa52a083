"""The business's own notes that it raised a concern. No note is linked to a case: it holds what was
typed.

The history says that a note was made, not by whom nor in which business: who raised a concern is for nobody's log.

See docs/requirements/helpline.md#business-concern-notes.
"""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from compliance.audits.models import ConcernNote
from compliance.audits.permissions import can_see_every_concern_note
from compliance.organisations.models import Membership
from portal.core.fernet import decrypt, encrypt
from portal.history.services import record

ANONYMOUS_ACTOR = "a member of a business"


@dataclass(frozen=True)
class NoteText:
    """The decrypted text of a note."""

    subject: str
    notes: str


def filter_visible(membership: Membership, notes: QuerySet[ConcernNote]) -> QuerySet[ConcernNote]:
    """Return the notes that the person sent; for a safeguarding lead all of them."""
    return notes if can_see_every_concern_note(membership) else notes.filter(sent_by=membership.user)


def read_note(note: ConcernNote) -> NoteText:
    """Return the decrypted note. Raises portal.core.fernet.DecryptionError."""
    return NoteText(_open(note.subject_sealed), _open(note.notes_sealed))


@transaction.atomic
def add(*, membership: Membership, sent_on: date, subject: str, code_ending: str, notes: str) -> ConcernNote:
    """Add a note. The history records that one was added, not by whom."""
    note = ConcernNote.objects.create(
        organisation=membership.organisation,
        sent_on=sent_on,
        sent_by=membership.user,
        subject_sealed=_seal(subject),
        code_ending=code_ending,
        notes_sealed=_seal(notes),
    )
    record(ANONYMOUS_ACTOR, "audits.concern_note.added")
    return note


@transaction.atomic
def change(*, note: ConcernNote, sent_on: date, subject: str, code_ending: str, notes: str) -> ConcernNote:
    """Change a note. The history records that one was changed, not by whom."""
    current = ConcernNote.objects.select_for_update(of=("self",)).get(pk=note.pk)
    current.sent_on, current.code_ending = sent_on, code_ending
    current.subject_sealed, current.notes_sealed = _seal(subject), _seal(notes)
    current.save()
    record(ANONYMOUS_ACTOR, "audits.concern_note.changed")
    return current


def _seal(text: str) -> bytes:
    return encrypt(text.encode())


def _open(sealed: bytes | memoryview) -> str:
    return decrypt(bytes(sealed)).decode() if sealed else ""

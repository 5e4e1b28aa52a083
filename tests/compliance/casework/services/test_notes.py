"""Tests of notes: they are sealed, and a decision stays as it was written."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from compliance.casework.choices import NoteKind
from compliance.casework.models import Note
from compliance.casework.services import notes
from tests.factories.casework import keys_of, taken_by

pytestmark = pytest.mark.django_db


def at(name: str, case, *args) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *args])


@pytest.mark.parametrize("change", ["update", "save"])
def test_a_decision_can_never_be_changed(handler, change):
    case = taken_by(handler)
    note = notes.add_note(
        case=case,
        kind=NoteKind.DECISION,
        text="Council first.",
        actor=handler,
        keys=keys_of(handler),
        at=timezone.now(),
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        if change == "update":
            Note.objects.filter(pk=note.pk).update(text=b"x")
        else:
            note.kind = NoteKind.LOG
            note.save()
    assert (
        keys_of(handler).read(Note.objects.select_related("case__data_key").get(pk=note.pk), "text") == "Council first."
    )


def test_a_note_is_in_the_timeline_and_sealed_in_the_row(desk, handler):
    case = taken_by(handler)
    desk.post(at("note", case), {"kind": "log", "text": "MARKER-note"})
    assert "MARKER-note" in desk.get(at("timeline", case)).text
    assert b"MARKER" not in bytes(Note.objects.get().text)

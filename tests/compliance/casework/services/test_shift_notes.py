"""Tests of what one shift tells the next."""

import pytest
from django.utils import timezone

from compliance.casework.models import HandoverNote
from compliance.casework.services import shift_notes
from portal.history.models import Entry
from portal.vault.services import data_keys
from tests.factories.casework import keys_of

pytestmark = pytest.mark.django_db
TEXT = "MARKER: she rings at nine."


def write(user, text: str = TEXT) -> HandoverNote:
    return shift_notes.write_shift_note(text=text, by=user, at=timezone.now())


def test_before_anybody_wrote_there_is_none(keys):
    assert shift_notes.get_latest_shift_note(keys) is None


def test_a_colleague_reads_it_with_who_wrote_it_and_when(handler, colleague):
    row = write(handler)
    note = shift_notes.get_latest_shift_note(keys_of(colleague))
    assert (note.by, note.at, note.text) == (str(handler), row.at, TEXT)


def test_the_newest_is_read_and_the_older_one_stays(handler, colleague, keys):
    write(handler)
    write(colleague, "All is calm.")
    assert shift_notes.get_latest_shift_note(keys).text == "All is calm."
    assert HandoverNote.objects.count() == 2


def test_its_words_are_sealed_and_stand_in_no_line_of_history(handler):
    row = write(handler)
    assert b"MARKER" not in bytes(row.text)
    line = Entry.objects.get(action="casework.desk.handed_over")
    assert (line.actor_id, line.object_uuid) == (handler.pk, row.pk)
    assert "MARKER" not in f"{line.detail}{line.object_label}"


def test_one_that_does_not_open_is_shown_as_none(handler, keys):
    row = write(handler)
    HandoverNote.objects.filter(pk=row.pk).update(text=b"not sealed")
    assert shift_notes.get_latest_shift_note(keys) is None


def test_one_whose_key_is_erased_is_gone_for_everybody(handler, keys):
    row = write(handler)
    HandoverNote.objects.filter(pk=row.pk).update(data_key=None)
    data_keys.erase_data_key(row.data_key_id)
    assert shift_notes.get_latest_shift_note(keys) is None

"""Tests of erasing a contact, a reporter, a call form and what was said for an interpreter."""

import re

import pytest
from django.utils import timezone

from compliance.casework import models as m
from compliance.casework import reference_numbers
from compliance.casework.services import calls, erasure
from compliance.casework.services.case_keys import seal_columns, seal_with_own_key
from compliance.concerns.models import Concern
from portal.history.models import Entry
from portal.vault.encryption import DecryptionError
from portal.vault.models import DataKey
from tests.factories import cases as cf
from tests.factories.casework import taken_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return timezone.now()


def ask_for_interpreter(at, **call) -> m.InterpreterSession:
    row = m.InterpreterSession(language="vi", mode="three_way_call", hour=at, wait_seconds=40, **call)
    seal_with_own_key(row, complaint=cf.MARKER).save(force_insert=True)
    return row


def test_a_contact_loses_its_words_its_handler_and_its_reference_and_keeps_what_is_counted(vault, handler, at):
    contact = cf.contact(at=at, handler=handler, category="general_information", language="vi")
    erasure.erase_contact(contact, by="tests", at=at)
    row = m.Contact.objects.get(pk=contact.pk)
    assert (bytes(row.words), row.handler, row.data_key) == (b"", None, None)
    assert (row.language, row.category, row.hour) == ("vi", "general_information", contact.hour)
    assert row.reference != contact.reference and "-" not in row.reference
    assert not DataKey.objects.filter(pk=contact.data_key_id).exists()
    line = Entry.objects.get(action="casework.contact.erased")
    assert line.object_uuid == contact.pk


def test_the_concern_that_a_contact_was_goes_with_it_and_no_other(vault, at):
    concern, other = cf.concern(at=at), cf.concern(at=at)
    contact = cf.contact(at=at, concern=concern, channel="webform")
    erasure.erase_contact(contact, by="tests", at=at)
    assert list(Concern.objects.all()) == [other]
    assert m.Contact.objects.get().channel == "webform"


def test_what_was_said_for_an_interpreter_goes_and_how_long_it_took_stays(vault, at):
    contact, other = cf.contact(at=at), cf.contact(at=at)
    row, kept = ask_for_interpreter(at, contact=contact), ask_for_interpreter(at, contact=other)
    erasure.erase_contact(contact, by="tests", at=at)
    row.refresh_from_db()
    assert (bytes(row.complaint), row.by, row.wait_seconds, row.language) == (b"", None, 40, "vi")
    assert not DataKey.objects.filter(pk=row.data_key_id).exists()
    kept.refresh_from_db()
    assert kept.complaint and DataKey.objects.filter(pk=kept.data_key_id).exists()


def test_a_call_form_goes_with_its_key_and_with_what_was_said_for_an_interpreter_during_it(handler, at):
    draft = calls.start_call(handler=handler, at=at)
    row = ask_for_interpreter(at, call=draft.token)
    erasure.erase_call_draft(draft)
    assert not m.CallDraft.objects.exists()
    assert not DataKey.objects.filter(pk__in=[draft.data_key_id, row.data_key_id]).exists()


def test_a_reporter_who_takes_their_name_back_stays_as_somebody_who_told_us(handler, keys, at):
    case = taken_by(handler)
    reporter = m.Reporter(case=case, identity_mode="confidential", language="cy")
    seal_columns(keys.get_key(case), reporter, safety={"code_word": cf.MARKER})
    reporter.save(force_insert=True)
    identity = seal_with_own_key(m.ReporterIdentity(reporter=reporter), details={"name": cf.MARKER})
    identity.save(force_insert=True)
    hour = at.replace(minute=0, second=0, microsecond=0)
    erasure.erase_reporter(reporter, at=hour)
    row = m.Reporter.objects.get(pk=reporter.pk)
    assert (row.identity_mode, bytes(row.safety), row.contact_deleted_at) == ("anonymous", b"", hour)
    assert (row.language, row.version, row.has_deleted) == ("cy", 2, True)
    assert not m.ReporterIdentity.objects.exists()
    with pytest.raises(DecryptionError):
        keys.facts(m.ReporterIdentity(reporter=reporter, details=identity.details), "details")
    assert not DataKey.objects.filter(pk=identity.data_key_id).exists()
    assert Entry.objects.filter(action="casework.reporter.forgotten", object_uuid=case.pk).count() == 1


def test_keys_that_are_gone_already_are_passed_over(vault, at):
    contact = cf.contact(at=at)
    erasure.erase_keys([contact.data_key_id, None], m.Contact.objects.none().values_list("data_key_id", flat=True), [])
    assert not DataKey.objects.filter(pk=contact.data_key_id).exists()


def test_the_reference_of_what_is_erased_is_one_that_no_search_can_find():
    drawn = {erasure.make_anonymous_reference(12) for _number in range(50)}
    assert len(drawn) == 50
    assert all(re.fullmatch(f"[{reference_numbers.ALPHABET}]{{12}}", reference) for reference in drawn)

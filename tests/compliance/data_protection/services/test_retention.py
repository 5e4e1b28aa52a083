"""The nightly job removes the right rows, leaves coded facts, logs itself, honours a hold.

See docs/requirements/helpline.md#desk-retention.
"""

import threading
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from compliance.casework import models as m
from compliance.casework.choices import Age
from compliance.casework.rules.retention_period import add_years
from compliance.casework.services import transitions
from compliance.casework.services.case_keys import seal_with_own_key
from compliance.concerns.models import Concern
from compliance.data_protection.retention import retain
from compliance.data_protection.services import retention
from compliance.referrals import models as referrals_models
from portal.history.models import Entry
from portal.vault.models import DataKey
from tests.factories import cases as cf
from tests.support.leaks import sealed_bytes
from tests.support.meanwhile import do_meanwhile
from tests.support.threads import GATE_SECONDS, run_at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_share")]
NOW = timezone.now().replace(hour=12)
LONG_AGO = NOW - timedelta(days=3000)
ERASED = "casework.case.erased"


def closed(vault, **columns):
    return cf.full_case(vault.unlocked, at=LONG_AGO, closed_at=LONG_AGO, owner=vault.lead, **columns)


def test_a_case_is_kept_until_its_last_day_has_passed(vault):
    last_day = timezone.localdate(NOW)
    found = closed(vault, keep_until=last_day, retention_class="case_adult")
    assert retention.run_retention(NOW).erased["cases"] == 0
    assert retention.run_retention(NOW + timedelta(days=1)).erased["cases"] == 1
    assert Entry.objects.get(action=ERASED).object_label == found.reference


def test_a_case_with_a_child_is_kept_until_the_child_is_grown(vault):
    found = closed(vault, age_of_person=Age.UNDER_18)
    m.PersonGroup.objects.update(age_bands=["0_9"])
    assert retention.run_retention(NOW).erased["cases"] == 0
    found.refresh_from_db()
    assert found.retention_class == "case_child"
    assert found.keep_until == add_years(timezone.localdate(LONG_AGO), 25)


def test_an_open_or_reopened_case_stays(vault):
    cf.case(at=LONG_AGO, keep_until=LONG_AGO.date())
    cf.case(at=LONG_AGO, status="reopened", keep_until=LONG_AGO.date(), closed_at=None)
    assert retention.run_retention(NOW).erased["cases"] == 0


def test_a_hold_stops_it_and_lifting_lets_it_go(vault):
    found = closed(vault)
    held = cf.hold(found, vault.unlocked)
    assert retention.run_retention(NOW).erased["cases"] == 0
    assert m.Case.objects.get(pk=found.pk).data_key is not None
    m.LegalHold.objects.filter(pk=held.pk).update(lifted_at=NOW)
    assert retention.run_retention(NOW).erased["cases"] == 1


def test_a_hold_on_a_merged_case_holds_the_one_it_went_into(vault):
    found = closed(vault)
    merged = cf.case(at=LONG_AGO, status="merged", merged_into=found)
    held = cf.hold(merged, vault.unlocked)
    assert retention.run_retention(NOW).erased["cases"] == 0
    m.LegalHold.objects.filter(pk=held.pk).update(lifted_at=NOW)
    retention.run_retention(NOW)
    assert not m.Case.objects.filter(data_key__isnull=False).exists()
    assert sealed_bytes() == b""


def test_a_contact_without_a_case_goes_after_a_year_with_its_concern(vault):
    old = NOW - timedelta(days=367)
    cf.contact(at=old)
    cf.contact(at=old, concern=cf.concern(at=old), channel="webform")
    young = cf.contact(at=NOW - timedelta(days=364))
    assert retention.run_retention(NOW).erased["contacts"] == 2
    assert m.Contact.objects.filter(language="en").count() == 3
    assert not Concern.objects.exists()
    assert list(m.Contact.objects.filter(data_key__isnull=False)) == [young]
    assert not m.Contact.objects.exclude(pk=young.pk).filter(reference__contains="-").exists()


def test_the_keys_of_requests_for_an_interpreter_go_with_the_contact_whether_tied_to_it_or_not(vault):
    contact = cf.contact(at=NOW - timedelta(days=367))
    for columns in ({"contact": contact}, {"call": contact.pk}, {"call": contact.pk, "contact": contact}):
        row = m.InterpreterSession(language="vi", mode="three_way_call", hour=contact.hour, wait_seconds=40, **columns)
        seal_with_own_key(row, complaint=cf.MARKER, times={"asked": "x"}).save(force_insert=True)
    assert DataKey.objects.count() == 4
    retention.run_retention(NOW)
    assert not DataKey.objects.exists()
    assert sealed_bytes() == b""
    assert [row.wait_seconds for row in m.InterpreterSession.objects.all()] == [40] * 3


def test_a_concern_that_nobody_has_taken_stays(vault):
    cf.concern(at=LONG_AGO)
    retention.run_retention(NOW)
    assert Concern.objects.count() == 1


def test_a_pack_loses_its_answers_28_days_after_its_hand_over_was_confirmed(vault):
    found = cf.full_case(vault.unlocked, at=NOW - timedelta(days=60), owner=vault.lead)
    today = timezone.localdate(NOW)
    referrals_models.NrmPack.objects.update(delete_on=today + timedelta(days=1), stage="referred")
    assert retention.run_retention(NOW).erased["packs"] == 0
    referrals_models.NrmPack.objects.update(delete_on=today)
    held = cf.hold(found, vault.unlocked)
    assert retention.run_retention(NOW).erased["packs"] == 0
    m.LegalHold.objects.filter(pk=held.pk).update(lifted_at=NOW)
    assert retention.run_retention(NOW).erased["packs"] == 1
    pack = referrals_models.NrmPack.objects.get()
    assert (bytes(pack.answers), bytes(pack.recipient), pack.stage) == (b"", b"", "referred")
    assert pack.deleted_at is not None


def test_a_second_run_finds_nothing_left_to_do(vault):
    closed(vault)
    cf.contact(at=LONG_AGO)
    assert retain(NOW) == 2
    assert retain(NOW) == 0


def test_a_run_counts_and_logs_itself(vault):
    closed(vault)
    run = retention.run_retention(NOW)
    line = Entry.objects.get(action="casework.retention.run")
    assert (line.object_uuid, line.actor, line.detail) == (run.pk, "system", {"cases": 1})
    assert run.done_at == NOW


def test_a_hold_that_is_set_while_the_night_waits_for_the_case_stops_it(vault, monkeypatch):
    found = closed(vault, keep_until=LONG_AGO.date(), retention_class="case_adult")
    do_meanwhile(monkeypatch, transitions, "lock_row", lambda: cf.hold(found, vault.unlocked))
    assert retention.run_retention(NOW).erased["cases"] == 0
    assert m.Case.objects.get(pk=found.pk).data_key is not None


@pytest.mark.django_db(transaction=True)
def test_a_hold_in_a_transaction_that_goes_on_is_waited_for(vault, monkeypatch):
    found = closed(vault, keep_until=LONG_AGO.date(), retention_class="case_adult")
    is_locked, is_asked = threading.Event(), threading.Event()
    free = retention.Kind.free

    def ask(kind, today):
        rows = free(kind, today)
        if kind.name == "cases" and is_locked.is_set():
            is_asked.set()
        return rows

    monkeypatch.setattr(retention.Kind, "free", ask)

    def hold():
        with transaction.atomic():
            transitions.lock_row(found)
            is_locked.set()
            is_asked.wait(GATE_SECONDS)
            cf.hold(found, vault.unlocked)

    def run():
        is_locked.wait(GATE_SECONDS)
        return retention.run_retention(NOW).erased["cases"]

    assert run_at_once([hold, run]) == [None, 0]
    assert m.Case.objects.get(pk=found.pk).data_key is not None

"""The nightly job removes the right rows, leaves coded facts, logs itself, honours a hold.

See docs/requirements/helpline.md#desk-retention.
"""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from compliance.casework import models as m
from compliance.casework.choices import Age
from compliance.casework.rules.retention_period import add_years
from compliance.casework.services.case_keys import seal_with_own_key
from compliance.concerns.models import Concern, Message, Receipt
from compliance.data_protection import models as data_protection_models
from compliance.data_protection.retention import retain
from compliance.data_protection.services import retention, retention_confirmation
from compliance.referrals import models as referrals_models
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from portal.vault.models import DataKey
from tests.factories import cases as cf
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(hour=12)
LONG_AGO = NOW - timedelta(days=3000)
ERASED = "casework.case.erased"


@pytest.fixture(autouse=True)
def _small_share(monkeypatch):
    """A table of one row loses all of itself: here that is not too much."""
    monkeypatch.setattr(retention.rules, "MAX_PERCENT", 100)


def closed(vault, **columns):
    return cf.full_case(vault.unlocked, at=LONG_AGO, closed_at=LONG_AGO, owner=vault.lead, **columns)


def sealed_bytes():
    """Every byte that any sealed column of the desk's apps or of concerns still holds."""
    found = b""
    for label in ("casework", "referrals", "data_protection", "concerns"):
        for model in apps.get_app_config(label).get_models():
            names = [field.name for field in model._meta.fields if field.get_internal_type() == "BinaryField"]
            for values in model.objects.values_list(*names) if names else []:
                found += b"".join(bytes(value) for value in values if value)
    return found


def test_an_adult_case_goes_after_seven_years_and_its_coded_facts_stay(vault, django_capture_on_commit_callbacks):
    found = closed(vault)
    name = m.Attachment.objects.get().stored_as
    with django_capture_on_commit_callbacks(execute=True):
        run = retention.run_retention(NOW)
    assert run.erased["cases"] == 1
    kept = m.Case.objects.get(pk=found.pk)
    assert (kept.category, kept.region, kept.sectors, kept.closure_reason) == (
        "labour_abuse", "london", ["agriculture_horticulture"], "referred",
    )  # fmt: skip
    assert kept.reference != found.reference
    assert (kept.owner, kept.data_key) == (None, None)
    assert [group.age_bands for group in m.PersonGroup.objects.all()] == [["25_34"]]
    assert m.Indicator.objects.get().code == "debt_bondage"
    assert referrals_models.Referral.objects.get().status == "done"
    assert m.Signpost.objects.values_list("kind", "code", "by").get() == ("service", "legal_advice", None)
    assert m.InterpreterSession.objects.get().wait_seconds == 40
    assert m.Contact.objects.filter(case=found, channel="webform", language="en").count() == 1
    assert not storages["private"].exists(name)


def test_nothing_that_was_told_is_left_and_no_key_opens_anything(vault):
    closed(vault)
    retention.run_retention(NOW)
    assert sealed_bytes() == b""
    assert not DataKey.objects.exists()
    gone = (
        m.PersonIdentity,
        m.ReporterIdentity,
        m.Reporter,
        m.Note,
        m.Task,
        referrals_models.Consent,
        referrals_models.Disclosure,
        m.Attachment,
    )
    assert not [model for model in (*gone, m.Approval, Concern, Receipt, Message) if model.objects.exists()]


def test_every_sealed_column_of_a_case_is_emptied_or_its_row_goes():
    """A new model of a case has to be said in services.erasure."""
    from compliance.data_protection.services import erasure

    said = set(erasure.DELETED_MODELS) | set(erasure.EMPTIED_FIELDS)
    of_cases = [
        model for model in apps.get_models()
        if any(field.name == "case" and field.related_model is m.Case for field in model._meta.fields)
    ]  # fmt: skip
    assert {model for model in of_cases if model not in (m.Contact, data_protection_models.SubjectAccess)} == said


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


class TestALargeRun:
    @pytest.fixture(autouse=True)
    def _true_share(self, monkeypatch):
        monkeypatch.setattr(retention.rules, "MAX_PERCENT", 5)

    @pytest.fixture
    def refused(self, vault):
        """Of 30 cases two are due: more than a twentieth."""
        for _ in range(28):
            cf.case(at=NOW, closed_at=NOW)
        for _ in range(2):
            cf.case(at=LONG_AGO, closed_at=LONG_AGO)
        return retention.run_retention(NOW)

    def test_it_waits_for_a_lead(self, refused):
        assert refused.refused == {"cases": {"due": 2, "of": 30}}
        assert refused.is_waiting
        assert m.Case.objects.filter(data_key__isnull=False).count() == 30
        assert Entry.objects.get(action="casework.retention.run").detail == {"cases_refused": 2}

    def test_it_goes_once_a_lead_has_said_so(self, vault, refused, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            retention_confirmation.confirm_run(run=refused, by=vault.lead, at=NOW)
        assert m.Case.objects.filter(data_key__isnull=False).count() == 28
        run = data_protection_models.RetentionRun.objects.get(pk=refused.pk)
        assert (run.erased["cases"], run.confirmed_by) == (2, vault.lead)
        assert retention.carry_out_run(str(run.pk), NOW) == 0
        assert Entry.objects.filter(action=ERASED, actor_id=vault.lead.pk).count() == 2

    def test_no_more_goes_than_the_lead_was_shown(self, vault, refused, django_capture_on_commit_callbacks):
        m.Case.objects.filter(keep_until__gt=NOW.date()).update(keep_until=LONG_AGO.date())
        with django_capture_on_commit_callbacks(execute=True):
            retention_confirmation.confirm_run(run=refused, by=vault.lead, at=NOW)
        assert m.Case.objects.filter(data_key__isnull=False).count() == 28

    def test_a_hold_that_was_set_since_is_honoured(self, vault, refused, django_capture_on_commit_callbacks):
        held = m.Case.objects.filter(keep_until__lt=NOW.date()).first()
        cf.hold(held, vault.unlocked)
        with django_capture_on_commit_callbacks(execute=True):
            retention_confirmation.confirm_run(run=refused, by=vault.lead, at=NOW)
        assert m.Case.objects.get(pk=held.pk).data_key is not None
        assert m.Case.objects.filter(data_key__isnull=False).count() == 29

    def test_it_is_confirmed_once_and_only_the_newest(self, vault, refused):
        retention_confirmation.confirm_run(run=refused, by=vault.lead, at=NOW)
        with pytest.raises(ActionRefused):
            retention_confirmation.confirm_run(run=refused, by=UserFactory(), at=NOW)
        retention.run_retention(NOW + timedelta(minutes=1))
        with pytest.raises(ActionRefused):
            retention_confirmation.confirm_run(run=refused, by=vault.lead, at=NOW)

    def test_the_database_refuses_a_run_that_is_done_and_was_never_confirmed(self, refused):
        with pytest.raises(IntegrityError), transaction.atomic():
            data_protection_models.RetentionRun.objects.filter(pk=refused.pk).update(done_at=NOW)

"""Tests of erasing a case: every key, row and file of it, and nothing of another."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.utils import timezone

from compliance.casework import models as m
from compliance.concerns.models import Concern, Message, Receipt
from compliance.data_protection import models as data_protection_models
from compliance.data_protection.services import retention
from compliance.referrals import models as referrals_models
from portal.vault.models import DataKey
from tests.factories import cases as cf
from tests.support.leaks import sealed_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_share")]
NOW = timezone.now().replace(hour=12)
LONG_AGO = NOW - timedelta(days=3000)


def closed(vault, **columns):
    return cf.full_case(vault.unlocked, at=LONG_AGO, closed_at=LONG_AGO, owner=vault.lead, **columns)


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

"""Tests of a lead's word on a run that would erase more than it may alone."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from compliance.casework import models as m
from compliance.data_protection import models as data_protection_models
from compliance.data_protection.services import retention, retention_confirmation
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories import cases as cf
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(hour=12)
LONG_AGO = NOW - timedelta(days=3000)
ERASED = "casework.case.erased"


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

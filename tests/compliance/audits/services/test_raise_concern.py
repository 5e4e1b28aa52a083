"""Drafts of concerns from rows of the register: what is handed over, and that nothing is kept of it here."""

import pytest
from django.utils import timezone

from compliance.audits.services import raise_concern
from compliance.concerns.services import draft as drafts
from portal.history.models import Entry
from tests.factories.alerts import AlertFactory
from tests.factories.audits import FindingFactory
from tests.factories.suppliers import SupplierFactory

pytestmark = pytest.mark.django_db


def answers_of(cookie: str) -> dict:
    return drafts.find_draft(cookie, now=timezone.now()).answers


def test_a_finding_hands_over_the_words_of_the_auditor_and_its_site():
    finding = FindingFactory(title="Fees", description="Workers paid fees.", evidence="Receipts")
    answers = answers_of(raise_concern.draft_from_finding(finding, now=timezone.now()))
    site = finding.audit.site
    assert answers["account"] == "Fees\n\nWorkers paid fees.\n\nReceipts"
    assert answers["subject_organisation"] == site.supplier.name
    assert answers["subject_site"].startswith(site.name)
    assert (answers["purpose"], answers["business_contact_type"]) == ("business_concern", "audit_finding")
    assert not Entry.objects.exists()


def test_an_alert_without_a_site_hands_over_the_name_that_the_file_gave():
    alert = AlertFactory(site=None, site_name="Mill 7", excerpt="Passports are kept.")
    answers = answers_of(raise_concern.draft_from_alert(alert, now=timezone.now()))
    assert (answers["subject_site"], answers["account"]) == ("Mill 7", "Passports are kept.")
    assert "subject_organisation" not in answers


def test_a_supplier_hands_over_its_name_alone():
    supplier = SupplierFactory()
    answers = answers_of(raise_concern.draft_from_supplier(supplier, now=timezone.now()))
    assert (answers["subject_organisation"], answers["business_contact_type"]) == (supplier.name, "report_supplier")
    assert "account" not in answers


def test_an_unsent_draft_is_seen_and_discarded():
    now = timezone.now()
    cookie = raise_concern.start_empty_draft(now=now)
    assert raise_concern.has_unsent_draft(cookie, now=now)
    raise_concern.discard_draft(cookie, now=now)
    assert not raise_concern.has_unsent_draft(cookie, now=now)
    assert not raise_concern.has_unsent_draft("", now=now)

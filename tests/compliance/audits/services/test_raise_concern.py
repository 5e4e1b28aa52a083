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


def answers_of(answers: dict) -> dict:
    cookie = raise_concern.start_draft(answers, now=timezone.now())
    return drafts.find_draft(cookie, now=timezone.now()).answers


def test_a_finding_hands_over_the_words_of_the_auditor_and_its_site():
    finding = FindingFactory(title="Fees", description="Workers paid fees.", evidence="Receipts")
    answers = answers_of(raise_concern.answers_from_finding(finding))
    site = finding.audit.site
    assert answers["account"] == "Fees\n\nWorkers paid fees.\n\nReceipts"
    assert answers["subject_organisation"] == site.supplier.name
    assert answers["subject_site"].startswith(site.name)
    assert (answers["purpose"], answers["business_contact_type"]) == ("business_concern", "audit_finding")
    assert not Entry.objects.exists()


def test_an_alert_without_a_site_hands_over_the_name_that_the_file_gave():
    alert = AlertFactory(site=None, site_name="Mill 7", excerpt="Passports are kept.")
    answers = answers_of(raise_concern.answers_from_alert(alert))
    assert (answers["subject_site"], answers["account"]) == ("Mill 7", "Passports are kept.")
    assert answers["subject_organisation"] == "Quayside Packers Ltd"


def test_a_supplier_hands_over_its_name_alone():
    supplier = SupplierFactory()
    answers = answers_of(raise_concern.answers_from_supplier(supplier))
    assert (answers["subject_organisation"], answers["business_contact_type"]) == (supplier.name, "report_supplier")
    assert "account" not in answers


def test_what_is_copied_by_hand_says_who_where_and_what_and_no_code_of_ours():
    finding = FindingFactory(title="Fees", description="Workers paid fees.", evidence="")
    supplier = finding.audit.site.supplier
    answers = raise_concern.answers_from_finding(finding)
    assert raise_concern.list_texts(answers) == [supplier.name, answers["subject_site"], "Fees\n\nWorkers paid fees."]
    assert raise_concern.list_texts(raise_concern.answers_from_supplier(supplier))[0] == supplier.name
    assert raise_concern.list_texts({}) == []


def test_an_unsent_draft_is_seen_and_discarded():
    now = timezone.now()
    cookie = raise_concern.start_draft({}, now=now)
    assert raise_concern.has_unsent_draft(cookie, now=now)
    raise_concern.discard_draft(cookie, now=now)
    assert not raise_concern.has_unsent_draft(cookie, now=now)
    assert not raise_concern.has_unsent_draft("", now=now)

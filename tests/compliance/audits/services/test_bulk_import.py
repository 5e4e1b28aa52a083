"""The bulk import of a workbook's audits, findings and actions: created, changed, linked, and harmless twice."""

from datetime import date

import pytest

from compliance.audits.choices import FindingStatus
from compliance.audits.models import Action, Audit, Finding
from compliance.audits.services import bulk_import
from compliance.suppliers.services.bulk_import import Change
from tests.factories.accounts import UserFactory
from tests.factories.audits import ActionFactory, AuditFactory, FindingFactory
from tests.factories.suppliers import SiteFactory, SiteFactsFactory

pytestmark = pytest.mark.django_db


def test_audits_are_created_with_days_and_a_stub_becomes_whole():
    site = SiteFactory()
    stub = AuditFactory(site=site, is_stub=True)
    changes = [
        Change("a1", {"audit_ref": "A1", "site": site.key, "scheme": "slcp", "ended_on": "2026-09-01"}),
        Change(stub.key, {"notes": "Report came"}),
    ]
    by = UserFactory()
    audits = bulk_import.import_audits(site.organisation, changes, by=by)
    assert set(audits) == {"a1", stub.key}
    created = Audit.objects.get(key="a1")
    assert (created.site, created.ended_on, created.created_by) == (site, date(2026, 9, 1), by)
    stub.refresh_from_db()
    assert (stub.is_stub, stub.notes) == (False, "Report came")


def test_the_same_findings_again_are_no_new_rows_and_a_change_is_the_next_version():
    audit = AuditFactory()
    fields = {"finding_ref": "N1", "grade": "major", "issue_code": "HS04", "title": "Gloves"}
    for title in ("Gloves", "Gloves are charged"):
        change = Change((audit.key, "n1"), fields | {"title": title})
        bulk_import.import_findings([change], {audit.key: audit})
    finding = Finding.objects.get()
    assert (finding.title, finding.version) == ("Gloves are charged", 2)


def test_a_carried_finding_is_linked_to_the_latest_audit_before_its_own():
    site = SiteFactory()
    old, newer, own = (AuditFactory(site=site, ended_on=date(year, 9, 1)) for year in (2024, 2025, 2026))
    FindingFactory(audit=old, key="n1")
    expected = FindingFactory(audit=newer, key="n1")
    FindingFactory(audit=AuditFactory(ended_on=date(2025, 10, 1)), key="n1")
    change = Change((own.key, "n2"), {"finding_ref": "N2", "grade": "major", "carried_from": "n1"})
    bulk_import.import_findings([change], {own.key: own})
    assert Finding.objects.get(audit=own).carried_from == expected


def test_who_sent_a_closed_action_is_the_one_who_closed_it():
    finding, by = FindingFactory(), UserFactory()
    key = (finding.audit.key, finding.key, 1)
    change = Change(key, {"corrective_action": "Pay for gloves", "status": FindingStatus.CLOSED_UNVERIFIED})
    bulk_import.import_actions(finding.audit.organisation, [change], by=by)
    action = Action.objects.get()
    assert (action.closed_by_user, action.verified_by_user) == (by, None)
    verifier = UserFactory()
    change = Change(key, {"status": FindingStatus.VERIFIED_CLOSED})
    bulk_import.import_actions(finding.audit.organisation, [change], by=verifier)
    action.refresh_from_db()
    assert (action.closed_by_user, action.verified_by_user, action.version) == (by, verifier, 2)


def test_actions_of_another_business_are_out_of_reach():
    action = ActionFactory()
    key = (action.finding.audit.key, action.finding.key, action.number)
    with pytest.raises(KeyError):
        bulk_import.import_actions(SiteFactory().organisation, [Change(key, {"comment": "Mine"})], by=None)
    assert Action.objects.get().comment == ""


def test_the_sign_off_of_a_file_goes_with_its_status():
    user = UserFactory()
    action = ActionFactory(status=FindingStatus.OPEN, closed_by_user=user, verified_by_user=user)
    bulk_import.clear_sign_off(action)
    assert (action.closed_by_user, action.verified_by_user) == (None, None)
    action.status, action.closed_by_user = FindingStatus.CLOSED_UNVERIFIED, user
    bulk_import.clear_sign_off(action)
    assert action.closed_by_user == user


def test_a_dated_audit_of_a_list_is_one_stub_however_often_it_comes():
    site = SiteFactory()
    SiteFactsFactory(site=site)
    changes = [Change(site.key, {"ended_on": "2026-09-01", "scheme": "smeta_4_pillar", "expires_on": "2028-09-01"})]
    for _ in range(2):
        bulk_import.import_audit_stubs(site.organisation, changes, {site.key: site}, by=UserFactory())
    stub = Audit.objects.get()
    assert stub.is_stub and stub.ended_on == date(2026, 9, 1)
    site.facts.refresh_from_db()
    assert site.facts.last_audit_on == date(2026, 9, 1)

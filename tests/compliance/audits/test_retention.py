"""Files of audits go six years after the audit's last day; its findings stay."""

from datetime import UTC, date, datetime

import pytest

from compliance.audits.models import ActionFile, AuditFile, Finding
from compliance.audits.retention import retain, six_years_before
from portal.history.models import Entry
from tests.factories.audits import ActionFactory, ActionFileFactory, AuditFactory, AuditFileFactory, FindingFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def test_files_of_an_audit_go_after_six_years_and_its_findings_stay():
    for ended_on in (date(2020, 11, 23), date(2020, 11, 24)):
        audit = AuditFactory(ended_on=ended_on)
        AuditFileFactory(audit=audit)
        ActionFileFactory(action=ActionFactory(finding=FindingFactory(audit=audit)))
    assert retain(NOW) == 1
    assert retain(NOW) == 0
    assert [kept.audit for kept in AuditFile.objects.all()] == [audit]
    assert (ActionFile.objects.count(), Finding.objects.count()) == (1, 2)
    assert Entry.objects.get(action="audits.audit.files_expired").detail["files"] == 2


def test_six_years_before_the_29_of_february():
    assert six_years_before(date(2028, 2, 29)) == date(2022, 2, 28)

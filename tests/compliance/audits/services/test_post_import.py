"""What findings and actions of a workbook bring with them."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compliance.audits.choices import FindingStatus, Grade
from compliance.audits.models import Alert, CarPlan
from compliance.audits.services.post_import import finish_import
from compliance.suppliers.models import SiteFacts
from tests.factories.audits import ActionFactory, AuditFactory, FindingFactory

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_dates_plans_ends_alerts_and_facts_follow_from_what_was_read():
    before = FindingFactory(issue_code="FL29")
    audit = AuditFactory(site=before.audit.site, ended_on=date(2026, 10, 1))
    again = FindingFactory(audit=audit, issue_code="FL29", carried_from=before, is_carried=True)
    fees = FindingFactory(audit=audit, issue_code="FL05", grade=Grade.CAR)
    own = FindingFactory(audit=audit, due_on=date(2026, 12, 31))
    finish_import([audit.pk], acted=[], at=NOW)
    for row in (before, again, fees, own):
        row.refresh_from_db()
    assert before.status == FindingStatus.CARRIED_OVER
    assert (again.due_on, fees.due_on, own.due_on) == (date(2026, 11, 30), None, date(2026, 12, 31))
    assert CarPlan.objects.get().finding == fees
    assert Alert.objects.get().finding == fees
    facts = SiteFacts.objects.get()
    assert (facts.open_major, facts.open_car, facts.has_alert_a, facts.has_repeated_issue) == (2, 1, True, True)


def test_a_finding_follows_its_actions_where_those_were_written():
    action = ActionFactory(status=FindingStatus.CLOSED_UNVERIFIED, completed_on=date(2026, 11, 1))
    finding, other = action.finding, ActionFactory(status=FindingStatus.CLOSED_UNVERIFIED)
    finish_import([finding.audit_id, other.finding.audit_id], acted=[finding.pk], at=NOW)
    finding.refresh_from_db()
    other.finding.refresh_from_db()
    assert (finding.status, finding.closed_on) == (FindingStatus.CLOSED_UNVERIFIED, date(2026, 11, 1))
    assert other.finding.status == FindingStatus.OPEN


def test_settling_twice_changes_nothing_more():
    finding = FindingFactory(issue_code="FL05", grade=Grade.CAR)
    for _time in range(2):
        finish_import([finding.audit_id], acted=[], at=NOW)
    assert (CarPlan.objects.count(), Alert.objects.count()) == (1, 1)


def test_many_findings_take_no_more_queries_than_few():
    findings = [FindingFactory(grade=Grade.MINOR, issue_code="HS05") for _number in range(10)]
    counted = []
    for some in (findings[:2], findings[2:]):
        with CaptureQueriesContext(connection) as queries:
            finish_import([finding.audit_id for finding in some], acted=[f.pk for f in some], at=NOW)
        counted.append(len(queries))
    assert counted[1] <= counted[0] + 6  # alerts ask once for each organisation, of which each finding here has its own

"""Findings by hand: their day, the finding that they continue, their kind, and changes that no action makes."""

from datetime import UTC, date, datetime

import pytest

from compliance.audits.choices import FindingStatus, Grade
from compliance.audits.models import CarPlan, Finding
from compliance.audits.rules.dates import finding_due_on
from compliance.audits.services import findings
from compliance.audits.services.transitions import get_version
from portal.core.exceptions import ActionRefused, EditConflict
from tests.factories.accounts import UserFactory
from tests.factories.audits import AuditFactory, FindingFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIELDS = {"finding_ref": " NC  1 ", "grade": Grade.MAJOR, "issue_code": "HS04", "due_on": None, "carried_from": None}


def add(audit, **changes):
    return findings.add(audit=audit, fields=FIELDS | changes, actor=UserFactory(), at=NOW)


def call(service, finding, version=None, **arguments):
    return service(finding=finding, version=version or get_version(finding), actor=UserFactory(), at=NOW, **arguments)


def default_day(finding):
    audit = finding.audit
    return finding_due_on(
        grade=finding.grade, issue_code=finding.issue_code, scheme=audit.scheme, ended_on=audit.ended_on
    )


def test_a_finding_gets_the_next_place_the_usual_day_and_ends_the_audits_having_none():
    audit = AuditFactory(has_no_findings=True)
    first, second = add(audit), add(audit, finding_ref="NC 2")
    assert (first.finding_ref, first.position, second.position) == ("NC 1", 1, 2)
    assert first.due_on == default_day(first) is not None
    audit.refresh_from_db()
    assert not audit.has_no_findings
    with pytest.raises(ActionRefused):
        add(audit, finding_ref="nc 1")


def test_a_day_of_the_report_stays():
    assert add(AuditFactory(), due_on=date(2027, 1, 1)).due_on == date(2027, 1, 1)


def test_a_finding_that_continues_another_ends_it():
    before = FindingFactory()
    after = add(AuditFactory(site=before.audit.site), carried_from=before)
    before.refresh_from_db()
    assert (before.status, after.is_carried) == (FindingStatus.CARRIED_OVER, True)


def test_a_collaborative_finding_has_a_plan():
    finding = add(AuditFactory(), grade=Grade.CAR)
    assert CarPlan.objects.get().finding == finding


def test_the_usual_day_follows_the_kind_and_a_day_of_ones_own_does_not():
    usual, own = add(AuditFactory()), add(AuditFactory(), due_on=date(2027, 1, 1))
    usual, own = (call(findings.set_issue, row, issue_code="FL05", extra={}) for row in (usual, own))
    assert usual.due_on == default_day(usual) and not usual.issue_is_suggested
    assert own.due_on == date(2027, 1, 1)


def test_what_is_verified_is_not_changed_before_it_is_reopened():
    finding = FindingFactory(status=FindingStatus.VERIFIED_CLOSED, closed_on=date(2026, 11, 1))
    with pytest.raises(ActionRefused):
        call(findings.change, finding, fields={"title": "Other"})
    reopened = call(findings.change_status, finding, status=FindingStatus.OPEN, reason="It came back.")
    assert (reopened.status, reopened.closed_on) == (FindingStatus.OPEN, None)
    assert [row["reason"] for row in reopened.extra["reasons"]] == ["It came back."]
    assert call(findings.change, reopened, fields={"title": "Other"}).title == "Other"


def test_a_change_that_the_table_does_not_hold_and_an_older_version_are_refused():
    finding = FindingFactory()
    with pytest.raises(ActionRefused):
        call(findings.change_status, finding, status=FindingStatus.VERIFIED_CLOSED, reason="")
    with pytest.raises(EditConflict):
        call(findings.change_status, finding, "0", status=FindingStatus.WITHDRAWN, reason="Wrong site")
    assert Finding.objects.get().status == FindingStatus.OPEN

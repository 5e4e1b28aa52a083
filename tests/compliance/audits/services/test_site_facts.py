"""SiteFacts: what the audits of a site say, in one row (docs/requirements/suppliers.md#site-facts)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from compliance.audits.choices import FindingStatus, Grade, ManagementPart
from compliance.audits.services import site_facts
from compliance.audits.services.site_facts import refresh_daily, write_facts
from compliance.suppliers.models import RiskRun, SiteFacts
from compliance.suppliers.services import risk_job
from compliance.suppliers.sweep import sweep as suppliers_sweep
from tests.factories.alerts import OpenAlertFactory
from tests.factories.audits import ActionFactory, AuditFactory, FindingFactory
from tests.factories.suppliers import SiteFactory

TODAY = date(2026, 11, 24)

pytestmark = pytest.mark.django_db


def facts_of(site) -> SiteFacts:
    write_facts([site.pk], TODAY)
    return SiteFacts.objects.get(site=site)


def test_a_site_without_audits_has_empty_facts():
    facts = facts_of(SiteFactory())
    assert (facts.last_audit_on, facts.credited_audit_on, facts.open_major, facts.strength) == (None, None, 0, "")


@pytest.mark.parametrize(
    ("changes", "credited"),
    [
        ({}, True),
        ({"commissioned_by": "third_party_supplier"}, True),
        ({"commissioned_by": "own_staff"}, False),
        ({"commissioned_by": "supplier_staff"}, False),
        ({"audit_type": "self_assessment"}, False),
        ({"scheme": "slcp"}, False),
        ({"scheme": "other"}, False),
        ({"status": "draft"}, False),
        ({"status": "superseded"}, False),
        ({"is_stub": True}, False),
    ],
)
def test_only_an_independent_audit_against_a_code_is_credited(changes, credited):
    audit = AuditFactory(**changes)
    assert (facts_of(audit.site).credited_audit_on is not None) is credited


def test_the_latest_that_counts_is_the_last_audit_and_the_latest_credited_may_be_older():
    audit = AuditFactory(ended_on=date(2026, 1, 1), announcement="semi_announced")
    AuditFactory(site=audit.site, ended_on=date(2026, 6, 1), scheme="slcp")
    AuditFactory(site=audit.site, ended_on=date(2026, 7, 1), status="draft")
    facts = facts_of(audit.site)
    assert (facts.last_audit_on, facts.last_audit_scheme) == (date(2026, 6, 1), "slcp")
    assert facts.audit_expires_on == date(2027, 6, 1)
    assert (facts.credited_audit_on, facts.credited_audit_was_announced) == (date(2026, 1, 1), False)


def test_open_findings_are_counted_by_grade_and_half_when_closed_long_ago_without_proof():
    audit = AuditFactory()
    FindingFactory(audit=audit, grade=Grade.MAJOR)
    old = TODAY - timedelta(days=91)
    FindingFactory(audit=audit, grade=Grade.MAJOR, status=FindingStatus.CLOSED_UNVERIFIED, closed_on=old)
    FindingFactory(audit=audit, grade=Grade.CRITICAL, status=FindingStatus.VERIFIED_CLOSED, closed_on=old)
    FindingFactory(audit=audit, grade=Grade.CAR, issue_code="FL31")
    FindingFactory(audit=AuditFactory(site=audit.site, status="draft"), grade=Grade.BUSINESS_CRITICAL)
    facts = facts_of(audit.site)
    assert (facts.open_business_critical, facts.open_critical, facts.open_major, facts.open_car) == (0, 0, 1.5, 1)


def test_late_actions_areas_strength_and_chains_are_told():
    audit = AuditFactory(
        management_grades={
            "1": dict.fromkeys(ManagementPart.values, "not_addressed"),
            "1A": {"resources": "robust", "monitoring": "fundamental_improvements"},
            "4": {"policies_and_procedures": "robust", "monitoring": "not_addressed"},
            "6": dict.fromkeys(ManagementPart.values, "not_addressed"),
        }
    )
    finding = FindingFactory(audit=audit, issue_code="FL24")
    ActionFactory(finding=finding, due_on=TODAY - timedelta(days=1))
    ActionFactory(finding=finding, due_on=TODAY)
    ActionFactory(finding=finding, due_on=TODAY - timedelta(days=9), status=FindingStatus.VERIFIED_CLOSED)
    facts = facts_of(audit.site)
    assert (facts.open_actions, facts.late_actions) == (2, 1)
    assert (facts.areas_not_addressed, facts.has_homework_chain, facts.strength) == (2, True, "possible")


def test_the_same_issue_in_two_audits_running_is_repeated():
    first = AuditFactory(ended_on=date(2026, 1, 1))
    FindingFactory(audit=first, issue_code="FL29", status=FindingStatus.CARRIED_OVER)
    FindingFactory(audit=AuditFactory(site=first.site, ended_on=date(2026, 6, 1)), issue_code="FL29")
    assert facts_of(first.site).has_repeated_issue


def test_an_audit_that_a_list_only_dates_does_not_stand_between_two_others():
    first = AuditFactory(ended_on=date(2026, 1, 1))
    FindingFactory(audit=first, issue_code="FL29")
    AuditFactory(site=first.site, ended_on=date(2026, 3, 1), is_stub=True)
    FindingFactory(audit=AuditFactory(site=first.site, ended_on=date(2026, 6, 1)), issue_code="FL29")
    assert facts_of(first.site).has_repeated_issue


def test_open_alerts_and_what_the_business_reported_are_told():
    alert = OpenAlertFactory(reported_at=datetime(2026, 11, 1, tzinfo=UTC))
    facts = facts_of(alert.site)
    assert (facts.has_alert_a, facts.has_open_report) == (True, True)
    alert.closed_at, alert.closing_reason = datetime(2026, 11, 2, tzinfo=UTC), "already_remediated"
    alert.save()
    facts = facts_of(alert.site)
    assert (facts.has_alert_a, facts.has_open_report) == (False, False)


def test_any_number_of_sites_takes_the_same_few_queries():
    sites = [FindingFactory().audit.site_id for _number in range(8)]
    write_facts(sites[:1], TODAY)
    with CaptureQueriesContext(connection) as queries:
        write_facts(sites, TODAY)
    assert len(queries) <= 7


def test_facts_are_written_anew_once_a_day():
    audit = AuditFactory()
    ActionFactory(finding__audit=audit, due_on=TODAY)
    write_facts([audit.site_id], TODAY)
    SiteFacts.objects.update(changed_at=datetime(2026, 11, 24, 12, tzinfo=UTC))
    assert refresh_daily(datetime(2026, 11, 24, 22, tzinfo=UTC)) == 0
    assert refresh_daily(datetime(2026, 11, 25, 1, tzinfo=UTC)) == 1
    assert SiteFacts.objects.get().late_actions == 1


def test_scores_of_a_new_day_follow_the_facts_of_that_day(monkeypatch):
    """The register's sweep comes before ours and waits; what was scored after midnight is scored again."""
    audit = AuditFactory()
    ActionFactory(finding__audit=audit, due_on=TODAY)
    write_facts([audit.site_id], TODAY)
    SiteFacts.objects.update(changed_at=datetime(2026, 11, 24, 12, tzinfo=UTC))
    RiskRun.objects.update_or_create(
        organisation=audit.organisation, defaults={"event": "import", "asked_at": None, "done_for": TODAY}
    )
    morning = datetime(2026, 11, 25, 1, tzinfo=UTC)
    suppliers_sweep(morning)
    assert RiskRun.objects.get().asked_at is None
    RiskRun.objects.update(done_for=morning.date())
    seen = []
    monkeypatch.setattr(risk_job, "request_scores", lambda *args, **asked: seen.append((late(), asked["event"])))
    refresh_daily(morning)
    assert seen == [(1, "day")]
    RiskRun.objects.update(done_for=TODAY)
    SiteFacts.objects.update(changed_at=morning)
    suppliers_sweep(morning)
    assert seen == [(1, "day"), (1, "day")]


def late() -> int:
    return SiteFacts.objects.get().late_actions


def test_a_business_of_which_some_facts_are_still_old_is_not_scored_yet(monkeypatch):
    first = AuditFactory()
    second = AuditFactory(organisation=first.organisation, site__organisation=first.organisation)
    write_facts([first.site_id, second.site_id], TODAY)
    SiteFacts.objects.update(changed_at=datetime(2026, 11, 24, 12, tzinfo=UTC))
    monkeypatch.setattr(site_facts, "SITES_PER_ROUND", 1)
    asked = []
    monkeypatch.setattr(risk_job, "request_scores", lambda organisation, **_more: asked.append(organisation))
    morning = datetime(2026, 11, 25, 1, tzinfo=UTC)
    for _round in range(2):
        assert refresh_daily(morning) == 1
        asked.append(None)
    assert asked == [None, first.organisation, None]

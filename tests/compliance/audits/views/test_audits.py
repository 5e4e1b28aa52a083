"""Pages of audits, findings and actions, as people of each kind meet them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from compliance.audits.choices import FindingStatus, Grade
from compliance.audits.models import Audit, CarPlan, Finding
from compliance.suppliers.models import SiteFacts
from portal.history.models import Entry
from tests.factories.alerts import OpenAlertFactory
from tests.factories.audits import (
    ActionFactory,
    ActionFileFactory,
    AuditFactory,
    AuditFileFactory,
    CarPlanFactory,
    FindingFactory,
)

MAX_QUERIES = 10
AUDIT = {
    "audit_ref": "ZAA 77",
    "scheme": "smeta_4_pillar",
    "announcement": "unannounced",
    "ended_on_day": "1",
    "ended_on_month": "9",
    "ended_on_year": "2026",
}
FINDING = {
    "finding_ref": "NC-7",
    "code_area": "1",
    "grade": "minor",
    "description": "Passports of six workers are kept in the office.",
}


def page(business, name: str, *args) -> str:
    return reverse(name, args=[business.organisation.slug, *args])


def test_an_audit_is_added_with_findings_and_counts_once_it_is_complete(business):
    editor, site = business.client("editor"), business.audit.site
    answer = editor.post(page(business, "audits:add", site.uuid), AUDIT)
    audit = Audit.objects.get(key="zaa 77")
    assert answer["Location"] == page(business, "audits:audit", audit.uuid)
    assert audit.status == "draft"
    kind = FINDING | {"issue_code": "FL29", "grade": "critical"}
    editor.post(page(business, "audits:finding_add", audit.uuid), kind)
    before = SiteFacts.objects.get(site=site).open_critical
    version = Audit.objects.get(pk=audit.pk).changed_at.isoformat()
    editor.post(page(business, "audits:status", audit.uuid), {"version": version, "status": "complete"})
    facts = SiteFacts.objects.get(site=site)
    assert (before, facts.open_critical) == (0, 1)
    assert not facts.credited_audit_was_announced
    assert Finding.objects.get(key="nc-7").due_on is not None


def test_a_reference_that_is_taken_is_said_and_nothing_typed_is_lost(business):
    typed = AUDIT | {"audit_ref": business.audit.audit_ref.lower(), "audit_company": "Plainsight"}
    answer = business.client("editor").post(page(business, "audits:add", business.audit.site.uuid), typed)
    assert answer.status_code == 422
    assert "already have an audit with this reference" in answer.content.decode()
    assert "Plainsight" in answer.content.decode()


def test_a_draft_without_findings_is_not_complete(business):
    audit = AuditFactory(site=business.audit.site, status="draft")
    url = page(business, "audits:status", audit.uuid)
    business.client("editor").post(url, {"version": audit.changed_at.isoformat(), "status": "complete"})
    audit.refresh_from_db()
    assert audit.status == "draft"


def test_a_grave_kind_is_suggested_and_confirmed_by_a_person(business):
    editor, url = business.client("editor"), page(business, "audits:finding_add", business.audit.uuid)
    asked = editor.post(url, FINDING)
    assert asked.status_code == 422
    assert "We think this is FL01" in asked.content.decode()
    assert not Finding.objects.filter(key="nc-7").exists()
    editor.post(url, FINDING | {"issue_code": "FL01"})
    saved = Finding.objects.get(key="nc-7")
    assert (saved.issue_code, saved.issue_is_suggested) == ("FL01", False)
    assert saved.alerts.filter(level="A").exists()


def test_a_working_child_is_not_written_down_without_age_country_and_work(business):
    editor, url = business.client("editor"), page(business, "audits:finding_add", business.audit.uuid)
    kind = FINDING | {"issue_code": "CL01"}
    assert "Enter the age of the youngest child" in editor.post(url, kind).content.decode()
    editor.post(url, kind | {"child_age": "12", "child_country": "Ruritania", "child_work": "sewing"})
    assert Finding.objects.get(key="nc-7").extra["child"] == {"age": 12, "country": "Ruritania", "work": "sewing"}


def test_a_mild_kind_is_suggested_on_the_page_of_the_finding(business):
    editor = business.client("editor")
    words = FINDING | {"description": "Hot water was missing.", "grade": "minor"}
    editor.post(page(business, "audits:finding_add", business.audit.uuid), words)
    finding = Finding.objects.get(key="nc-7")
    assert (finding.issue_code, finding.issue_is_suggested) == ("OT99", True)
    url = page(business, "audits:finding_issue", finding.uuid)
    editor.post(url, {"version": finding.version, "issue_code": "HS03"})
    finding.refresh_from_db()
    assert (finding.issue_code, finding.issue_is_suggested) == ("HS03", False)


def test_a_carried_finding_ends_the_one_before(business):
    editor, later = business.client("editor"), AuditFactory(site=business.audit.site)
    again = FINDING | {"issue_code": "HS04", "carried_from": business.finding.uuid}
    editor.post(page(business, "audits:finding_add", later.uuid), again)
    business.finding.refresh_from_db()
    assert business.finding.status == FindingStatus.CARRIED_OVER
    assert Finding.objects.get(key="nc-7").is_carried


def test_two_who_change_one_finding_both_see_both_versions(business):
    editor, url = business.client("editor"), page(business, "audits:finding_change", business.finding.uuid)
    mine = FINDING | {"issue_code": "HS04", "version": "1", "title": "Mine"}
    editor.post(url, mine | {"title": "Theirs"})
    answer = editor.post(url, mine)
    body = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in body
    assert "Mine" in body
    assert 'name="version" value="2"' in body
    assert Finding.objects.get(pk=business.finding.pk).title == "Theirs"


@pytest.mark.parametrize(("name", "sees"), [("viewer", False), ("editor", False), ("lead", True)])
def test_under_an_open_a_alert_only_few_see_what_a_finding_says(name, sees, business):
    kept = AuditFileFactory(audit=business.audit)
    action = ActionFactory(finding=business.finding, corrective_action="Secret plan")
    proof = ActionFileFactory(action=action)
    OpenAlertFactory(finding=business.finding, acknowledged_at=timezone.now())
    client, own = business.client(name), business.finding
    for address in (
        page(business, "audits:finding", own.uuid),
        page(business, "audits:findings"),
        page(business, "audits:audit", business.audit.uuid),
        page(business, "actions:list"),
    ):
        body = client.get(address).content.decode()
        shown = own.description in body or own.title in body or "Secret plan" in body
        assert shown is sees, address
    narrowed = client.get(page(business, "audits:findings") + f"?issue={own.issue_code}").content.decode()
    assert (own.finding_ref in narrowed) is sees
    for address in (
        page(business, "audits:file", business.audit.uuid, kept.uuid),
        page(business, "actions:file", action.uuid, proof.uuid),
    ):
        assert (client.get(address).status_code == 403) is not sees
    if name == "editor":
        assert client.get(page(business, "audits:finding_change", own.uuid)).status_code == 403
        assert client.get(page(business, "actions:change", action.uuid)).status_code == 403


def test_reading_a_finding_under_an_open_a_alert_is_a_line_of_history(business):
    OpenAlertFactory(finding=business.finding, acknowledged_at=timezone.now())
    for name in ("viewer", "lead"):
        assert business.client(name).get(page(business, "audits:finding", business.finding.uuid)).status_code == 200
    line = Entry.objects.get(action="audits.alert.viewed")
    assert line.actor_id == business.people["lead"].pk


def test_an_alert_is_found_by_its_references_before_it_knows_its_finding(business):
    OpenAlertFactory(finding=business.finding)
    business.finding.alerts.update(finding=None)
    body = business.client("viewer").get(page(business, "audits:finding", business.finding.uuid)).content.decode()
    assert business.finding.description not in body


def test_closing_without_evidence_is_refused_on_the_page(business):
    action = ActionFactory(finding=business.finding)
    done = {"version": "1", "completed_on_day": "2", "completed_on_month": "10", "completed_on_year": "2026"}
    answer = business.client("editor").post(page(business, "actions:close", action.uuid), done)
    assert answer.status_code == 422
    assert "A closed finding needs evidence" in answer.content.decode()


def test_an_action_is_not_promised_for_a_day_that_is_past(business):
    typed = {"corrective_action": "Pay", "due_on_day": "1", "due_on_month": "1", "due_on_year": "2020"}
    answer = business.client("editor").post(page(business, "audits:action_add", business.finding.uuid), typed)
    assert "The day must be today or later" in answer.content.decode()


def test_a_collaborative_finding_has_a_plan_with_shares(business):
    editor = business.client("editor")
    car = FINDING | {"issue_code": "FL05", "grade": Grade.CAR}
    editor.post(page(business, "audits:finding_add", business.audit.uuid), car)
    plan = CarPlan.objects.get(finding__key="nc-7")
    assert (plan.review_on - business.audit.ended_on).days == 180
    typed = {
        "version": plan.changed_at.isoformat(),
        "progress": "2",
        "was_reviewed": "on",
        "currency": "gbp",
        "amount_owed": "900",
        "amount_repaid": "100.50",
        "owners-TOTAL_FORMS": "2",
        "owners-INITIAL_FORMS": "0",
        "owners-0-role": "site",
        "owners-0-name": "The site",
        "owners-0-share_percent": "60",
        "owners-1-role": "us",
        "owners-1-name": "We",
        "owners-1-share_percent": "60",
    }
    lead = business.client("administrator")
    url = page(business, "audits:car", plan.finding.uuid)
    assert "more than 100%" in lead.post(url, typed).content.decode()
    lead.post(url, typed | {"owners-1-share_percent": "40"})
    plan.refresh_from_db()
    assert (plan.currency, plan.owners.count()) == ("GBP", 2)
    assert (plan.review_on - timezone.localdate()).days == 180


@pytest.mark.parametrize("name", ["audits:list", "audits:findings", "actions:list", "audits:choose_site"])
def test_a_list_takes_few_queries_however_long_it_is(name, business):
    client = business.client("editor")
    for _number in range(12):
        finding = FindingFactory(audit=AuditFactory(site=business.audit.site))
        ActionFactory(finding=finding)
        CarPlanFactory(finding__audit=finding.audit)
    client.get(page(business, name))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page(business, name)).status_code == 200
    own = [q for q in queries if "session" not in q["sql"].lower() and "SAVEPOINT" not in q["sql"]]
    assert len(own) <= MAX_QUERIES, "\n".join(q["sql"][:160] for q in own)


@pytest.mark.parametrize(
    "query",
    ["?grade=nonsense&due=late", "?due=soon&status=any_open", "?q=%00", "?page=999", "?area=1A&issue=FL01&due=none"],
)
def test_filters_never_break(query, business):
    for name in ("audits:list", "audits:findings"):
        assert business.client("viewer").get(page(business, name) + query).status_code == 200


def test_the_list_of_audits_is_narrowed_by_freshness(business):
    old = AuditFactory(site=business.audit.site, ended_on="2020-01-01")
    body = business.client("viewer").get(page(business, "audits:list") + "?freshness=expired").content.decode()
    assert old.audit_ref in body
    assert business.audit.audit_ref not in body

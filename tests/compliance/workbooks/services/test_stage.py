"""What is not whole waits, what is cancelled stays cancelled, and what may mean an alert is shown to few."""

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.audits.models import Action, Alert, Audit, Finding
from compliance.organisations.choices import Role
from compliance.suppliers.models import SiteFacts
from compliance.workbooks.choices import State
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.services import commands, import_job
from portal.jobs import protocol
from tests.compliance.workbooks.test_pipeline import (  # noqa: F401
    FINDINGS,
    NOW,
    SUPPLIERS,
    member,
    put_in,
    send,
    workbook,
)
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
BAD = ["Z1", "ST1", "2026-04-03", "smeta_4_pillar", "NC3", "3", "HS01", "no such grade", "The exit is shut"]
HARMLESS_BAD = [*BAD[:6], "HS05", "no such grade", "No first aider"]
OTHER = ["Z2", "ST1", "2026-05-03", "smeta_4_pillar", "NC1", "3", "HS05", "Minor", "First aid box empty"]
PLAN = [
    ["audit_ref", "finding_ref", "action_no", "corrective_action", "status"],
    ["Z1", "NC2", 1, "Fill the box", "open"],
]
HARMLESS = [FINDINGS[0], FINDINGS[2]]


def test_an_action_of_an_audit_that_is_held_waits_with_it(member):  # noqa: F811
    body = workbook(Suppliers=SUPPLIERS, Audit_findings=[*HARMLESS, BAD, OTHER], Action_plan=PLAN)
    upload = put_in(send(member, body), member)
    assert upload.state == State.DONE_WITH_ERRORS, upload.error
    assert set(Audit.objects.values_list("key", flat=True)) == {"z2"}
    assert not Action.objects.exists()


def test_only_an_audit_that_is_not_whole_is_loaded_as_a_draft(member):  # noqa: F811
    upload = send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=[*HARMLESS, BAD, OTHER], Action_plan=PLAN))
    commands.apply(upload, by=member.user, at=NOW, load_as_draft=True)
    import_job.work_on_import(upload.pk, clock=lambda: NOW)
    assert dict(Audit.objects.values_list("key", "status")) == {"z1": "draft", "z2": "complete"}
    assert Action.objects.get().finding.key == "nc2"


def test_an_audit_that_counts_becomes_a_draft_where_it_is_loaded_as_one(member, client):  # noqa: F811
    """Its facts no longer count it, its alerts stay, the person sees it before, and an undo puts it back."""
    put_in(send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=FINDINGS)), member)
    assert SiteFacts.objects.get(site__key="st1").open_minor == 1
    upload = send(member, workbook(Audit_findings=[*FINDINGS, BAD, [*FINDINGS[2][:4], "NC4", *FINDINGS[2][5:]]]))
    client.force_login(member.user)
    Alert.objects.update(acknowledged_at=NOW)
    page = client.get(reverse("workbooks:upload", args=[upload.organisation.slug, upload.uuid])).text
    assert "it becomes a draft and no longer counts towards risk" in page
    commands.apply(upload, by=member.user, at=timezone.now(), load_as_draft=True)
    upload.refresh_from_db()
    audit, facts = Audit.objects.get(), SiteFacts.objects.get(site__key="st1")
    assert (upload.state, audit.status, audit.findings.count()) == (State.DONE_WITH_ERRORS, "draft", 3)
    assert (facts.last_audit_on, facts.open_minor, facts.open_business_critical) == (None, 0, 0)
    assert Alert.objects.get().finding.key == "nc1"
    commands.undo(upload, by=member.user, at=timezone.now())
    audit.refresh_from_db()
    facts.refresh_from_db()
    assert (audit.status, audit.findings.count(), facts.open_minor) == ("complete", 2, 1)


def test_an_audit_of_which_nothing_goes_in_stays_what_it_is(member):  # noqa: F811
    put_in(send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=HARMLESS)), member)
    upload = send(member, workbook(Audit_findings=[*HARMLESS, BAD]))
    commands.apply(upload, by=member.user, at=timezone.now(), load_as_draft=True)
    assert Audit.objects.get().status == "complete"


def test_without_that_choice_an_audit_that_counts_is_left_alone(member):  # noqa: F811
    put_in(send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=HARMLESS)), member)
    other = [*FINDINGS[2][:4], "NC4", *FINDINGS[2][5:]]
    put_in(send(member, workbook(Audit_findings=[*HARMLESS, BAD, other])), member)
    assert (Audit.objects.get().status, Finding.objects.count()) == ("complete", 1)


def test_a_finding_that_a_later_file_closes_has_its_day(member):  # noqa: F811
    put_in(send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=HARMLESS)), member)
    closing = [[*HARMLESS[0], "Status"], [*HARMLESS[1], "closed"]]
    upload = put_in(send(member, workbook(Audit_findings=closing)), member)
    assert upload.state == State.DONE, upload.error
    finding = Finding.objects.get()
    assert (finding.status, finding.closed_on) == ("closed_unverified", finding.audit.ended_on)


def test_what_is_cancelled_while_a_worker_reads_it_stays_cancelled(member, monkeypatch):  # noqa: F811
    renew = protocol.renew

    def cancel_then_renew(upload, now, **changes):
        if changes.get("state") == State.VALIDATING:
            commands.cancel(Import.objects.get(pk=upload.pk), by=member.user, at=NOW)
        renew(upload, now, **changes)

    monkeypatch.setattr(protocol, "renew", cancel_then_renew)
    upload = send(member, workbook(Suppliers=SUPPLIERS))
    assert upload.state == State.CANCELLED
    assert not StagedRow.objects.exists()


def test_an_upload_can_be_cancelled_on_its_page_while_it_is_read(member, client):  # noqa: F811
    upload = send(member, workbook(Suppliers=SUPPLIERS))
    Import.objects.update(state=State.VALIDATING)
    client.force_login(member.user)
    address = reverse("workbooks:upload", args=[upload.organisation.slug, upload.uuid])
    cancel = reverse("workbooks:cancel", args=[upload.organisation.slug, upload.uuid])
    assert cancel in client.get(address).text
    client.post(cancel)
    upload.refresh_from_db()
    assert upload.state == State.CANCELLED


@pytest.mark.parametrize(
    ("role", "is_lead", "sees"),
    [
        (Role.VIEWER, False, False),
        (Role.EDITOR, False, False),
        (Role.VIEWER, True, True),
        (Role.ADMINISTRATOR, False, True),
    ],
)
@pytest.mark.parametrize("is_applied", [False, True])
def test_rows_that_may_mean_an_alert_are_shown_to_few(member, client, role, is_lead, sees, is_applied):  # noqa: F811
    upload = send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=FINDINGS))
    if is_applied:
        put_in(upload, member)
    reader = MembershipFactory(organisation=member.organisation, role=role, is_safeguarding_lead=is_lead)
    for user, may in ((reader.user, sees), (member.user, True)):
        client.force_login(user)
        for name in ("problems", "result"):
            answer = client.get(reverse(f"workbooks:{name}", args=[upload.organisation.slug, upload.uuid]))
            # Who may see it is first led past the notice of the alert.
            assert (answer.status_code == 403) is not may
        page = client.get(reverse("workbooks:upload", args=[upload.organisation.slug, upload.uuid]), follow=True).text
        assert ("may be about harm to people. Only the person who uploaded it" in page) is not may


def test_one_bad_row_does_not_hold_up_its_audit_and_its_page_says_what_is_missing(member, client):  # noqa: F811
    upload = send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=[*HARMLESS, HARMLESS_BAD, OTHER]))
    assert (upload.counts["error"], upload.counts["held"]) == (1, 0)
    upload = put_in(upload, member)
    assert dict(Audit.objects.values_list("key", "rows_left_out")) == {"z1": 1, "z2": 0}
    assert set(Audit.objects.values_list("status", flat=True)) == {"complete"}
    client.force_login(member.user)
    audit = Audit.objects.get(key="z1")
    page = client.get(reverse("audits:audit", args=[upload.organisation.slug, audit.uuid])).text
    assert "1 row of the uploaded report could not be imported" in page
    # The corrected file ends it, and an undo of that brings it back.
    corrected = [*HARMLESS, [*HARMLESS_BAD[:7], "Minor", HARMLESS_BAD[8]], OTHER]
    again = put_in(send(member, workbook(Audit_findings=corrected), at=timezone.now()), member)
    audit.refresh_from_db()
    assert (audit.rows_left_out, audit.findings.count()) == (0, 2)
    commands.undo(again, by=member.user, at=timezone.now())
    audit.refresh_from_db()
    assert (audit.rows_left_out, audit.findings.count()) == (1, 1)


@pytest.mark.parametrize("code", ["HS01", "FL01"])
def test_a_bad_row_that_may_tell_of_harm_holds_its_audit_up(member, code):  # noqa: F811
    rows = [*HARMLESS, [*BAD[:6], code, *BAD[7:]]]
    assert send(member, workbook(Suppliers=SUPPLIERS, Audit_findings=rows)).counts["held"] == 1

"""A finding whose kind we guess and that may mean danger: a person says what it is, on the page before it goes in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.audits.models import Alert, Finding
from compliance.workbooks.choices import State
from compliance.workbooks.models import StagedRow
from compliance.workbooks.services import commands, import_job
from tests.compliance.workbooks.test_pipeline import FINDINGS, SUPPLIERS, member, put_in, send, workbook  # noqa: F401

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
# The same findings without a column of codes, as audit companies write them.
UNCODED = [[value for position, value in enumerate(row) if position != 6] for row in FINDINGS]
BODY = workbook(Suppliers=SUPPLIERS, Audit_findings=UNCODED)


@pytest.fixture
def upload(member):  # noqa: F811
    return send(member, BODY)


def address(upload, name: str) -> str:
    return reverse(f"workbooks:{name}", args=[upload.organisation.slug, upload.uuid])


def answer(upload, member, said: str, client):  # noqa: F811
    (row,) = commands.get_issue_questions(upload)
    client.force_login(member.user)
    client.post(address(upload, "kinds"), {f"row_{row.position}": said})
    upload.refresh_from_db()
    return upload


def test_its_audit_waits_for_a_person_and_the_page_asks(upload, member, client):  # noqa: F811
    assert (upload.counts["error"], upload.counts["held"]) == (1, 1)
    client.force_login(member.user)
    page = client.get(address(upload, "upload")).text
    assert "Is this what the auditor found?" in page
    assert "NC1, Audit findings row 2" in page
    assert "We think this is: Passports" in page
    client.post(address(upload, "kinds"), {})
    upload.refresh_from_db()
    assert (upload.state, upload.counts["error"]) == (State.PREVIEW, 1)


def test_yes_puts_it_in_as_that_kind_and_under_the_alert_of_its_reading(upload, member, client):  # noqa: F811
    answer(upload, member, "yes", client)
    assert (upload.state, upload.counts.get("error"), upload.counts["held"]) == (State.PREVIEW, None, 0)
    put_in(upload, member, at=timezone.now())
    finding = Finding.objects.get(key="nc1")
    assert (finding.issue_code, finding.issue_is_suggested) == ("FL01", False)
    assert [(alert.finding, alert.is_provisional) for alert in Alert.objects.filter(level="A")] == [(finding, False)]


def test_no_puts_it_in_as_one_whose_kind_is_asked_later_and_the_alert_stays(upload, member, client):  # noqa: F811
    answer(upload, member, "no", client)
    put_in(upload, member, at=timezone.now())
    finding = Finding.objects.get(key="nc1")
    assert (finding.issue_code, finding.issue_is_suggested) == ("OT99", True)
    assert Alert.objects.get(level="A").closed_at is None


def test_the_answer_holds_when_the_file_is_compared_again(upload, member, client):  # noqa: F811
    answer(upload, member, "yes", client)
    upload.state = State.VALIDATING
    upload.save(update_fields=["state"])
    import_job.work_on_import(upload.pk, clock=timezone.now)
    upload.refresh_from_db()
    assert (upload.state, upload.counts.get("error")) == (State.PREVIEW, None)
    assert StagedRow.objects.get(upload=upload, key="z1|nc1").values["issue_code"] == "FL01"


@pytest.mark.parametrize("said", ["yes", "no"])
def test_what_is_in_the_register_is_not_asked_again(upload, member, client, said):  # noqa: F811
    put_in(answer(upload, member, said, client), member, at=timezone.now())
    again = send(member, BODY, at=timezone.now() + timedelta(hours=1))
    assert {name: n for name, n in again.counts.items() if name not in ("warnings", "held")} == {"same": 5}


def test_new_words_are_asked_about(upload, member, client):  # noqa: F811
    put_in(answer(upload, member, "no", client), member, at=timezone.now())
    words = [UNCODED[0], [*UNCODED[1][:-1], "Identity cards of all workers are held by the agent"]]
    again = send(member, workbook(Audit_findings=words), at=timezone.now() + timedelta(hours=1))
    assert len(commands.get_issue_questions(again)) == 1


def test_it_is_a_line_of_history(upload, member, client):  # noqa: F811
    answer(upload, member, "yes", client)
    client.force_login(member.user)
    page = client.get(reverse("organisations:activity", args=[upload.organisation.slug])).text
    assert "answered whether a finding in" in page

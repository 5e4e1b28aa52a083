"""What a workbook says is verified is held to the rule of the action's page; what CLEAR empties, on either sheet."""

from datetime import timedelta

import pytest

from compliance.audits.choices import FindingStatus
from compliance.audits.models import Action, Finding
from compliance.audits.permissions import can_verify
from compliance.organisations.models import Membership
from compliance.workbooks.choices import State
from compliance.workbooks.models import Import
from tests.compliance.workbooks.test_pipeline import FINDINGS, NOW, SUPPLIERS, put_in, send, workbook
from tests.factories.audits import ActionFileFactory
from tests.factories.organisations import MembershipFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
VERIFIED = {"status": "Closed and verified", "verified_by": "Ann Auditor", "verified_date": "2026-06-02"}
CLOSED = {"status": "Closed", "completed_date": "2026-06-01"}


@pytest.fixture
def member(db):
    """An editor with the mark of a verifier."""
    return MembershipFactory(role="editor", is_verifier=True)


@pytest.fixture
def editor(member):
    return MembershipFactory(organisation=member.organisation, role="editor")


def finding_row(reference="NC2", audit="Z1", **more) -> list[list]:
    head, row = FINDINGS[0], [audit, *FINDINGS[2][1:4], reference, *FINDINGS[2][5:]]
    return [[*head, *more], [*row, *more.values()]]


def action_row(**more) -> list[list]:
    row = {"audit_ref": "Z1", "finding_ref": "NC2"} | more
    return [list(row), list(row.values())]


def sent(member, *, at=NOW, **sheets) -> Import:
    upload = send(member, workbook(**sheets), at=at)
    return put_in(upload, member, at=at) if upload.state == State.PREVIEW else upload


def refusals(upload: Import) -> list[tuple[str, str, str]]:
    found = [message for row in upload.rows.all() for message in row.messages if message["level"] == "error"]
    return [(message["code"], message["field"], message["message"]) for message in found]


@pytest.fixture
def register(member, editor):
    """One open finding with an action, which nobody has closed."""
    sent(editor, Suppliers=SUPPLIERS, Audit_findings=finding_row(corrective_action="Fill the box"))
    return Action.objects.select_related("finding").get()


def close(editor, action, *, with_evidence=True) -> None:
    upload = sent(editor, at=NOW + timedelta(hours=1), Action_plan=action_row(**CLOSED))
    assert upload.state == State.DONE, refusals(upload)
    if with_evidence:
        ActionFileFactory(action=action, file__uploaded_by=editor.user)


def statuses() -> tuple[str, str]:
    action = Action.objects.select_related("finding").get()
    return action.status, action.finding.status


# --- An action that is in the register -----------------------------------------------------------------------------


def test_a_verifier_verifies_by_workbook_what_a_colleague_closed_with_evidence(member, editor, register):
    close(editor, register)
    upload = sent(member, Action_plan=action_row(**CLOSED | VERIFIED))
    assert upload.state == State.DONE, refusals(upload)
    assert statuses() == ("verified_closed", "verified_closed")
    done = Action.objects.get()
    assert (done.verified_by, done.verified_by_user, done.closed_by_user) == ("Ann Auditor", member.user, editor.user)


def test_the_same_in_a_row_of_findings(member, editor, register):
    close(editor, register)
    upload = sent(member, Audit_findings=finding_row(**CLOSED | VERIFIED))
    assert upload.state == State.DONE, refusals(upload)
    assert statuses() == ("verified_closed", "verified_closed")
    again = send(member, workbook(Audit_findings=finding_row(**CLOSED | VERIFIED)), at=NOW + timedelta(hours=3))
    assert again.counts.get("same") == 1, refusals(again)


@pytest.mark.parametrize("sheet", ["Action_plan", "Audit_findings"])
@pytest.mark.parametrize(
    ("who", "is_closed", "with_evidence", "why"),
    [
        ("editor", True, True, "Only a verifier can close it for good"),
        ("member", False, False, "Only an action that is closed can be verified"),
        ("member", True, False, "Nothing shows yet that it was done"),
    ],
)
def test_what_the_page_would_refuse_a_workbook_may_not_do_either(
    sheet, who, is_closed, with_evidence, why, member, editor, register
):
    if is_closed:
        close(editor, register, with_evidence=with_evidence)
    before = statuses()
    rows = {"Action_plan": action_row, "Audit_findings": finding_row}[sheet](**CLOSED | VERIFIED)
    upload = sent({"member": member, "editor": editor}[who], **{sheet: rows})
    ((code, field, message),) = refusals(upload)
    assert (code, field) == ("R022", "status")
    assert why in message
    assert statuses() == before


@pytest.mark.parametrize("hand", ["closed it", "sent the evidence", "closed it in the same file"])
def test_the_verifier_is_never_the_one_who_closed_it_or_sent_its_evidence(hand, member, editor, register):
    if hand == "closed it":
        close(member, register, with_evidence=False)
        ActionFileFactory(action=register, file__uploaded_by=editor.user)
    elif hand == "sent the evidence":
        close(editor, register, with_evidence=False)
        ActionFileFactory(action=register, file__uploaded_by=member.user)
    else:
        ActionFileFactory(action=register, file__uploaded_by=editor.user)
    rows = {"Action_plan": action_row(**CLOSED | VERIFIED)}
    if hand.endswith("file"):
        rows["Audit_findings"] = finding_row(corrective_action="Fill the box", **CLOSED)
    upload = sent(member, **rows)
    ((code, _field, message),) = refusals(upload)
    assert code == "R022"
    assert "Someone else has to verify this" in message


def test_whoever_closed_it_by_workbook_cannot_verify_it_on_its_page(member, register):
    close(member, register, with_evidence=False)
    ActionFileFactory(action=register)
    action = Action.objects.get()
    assert action.closed_by_user == member.user
    membership = Membership.objects.select_related("user").get(pk=member.pk)
    assert not can_verify(membership, action)


def test_nothing_else_of_the_file_breaks(editor, register):
    refused = {"audit_ref": "Z1", "finding_ref": "NC2", "action_no": 1, "corrective_action": None} | CLOSED | VERIFIED
    good = {"audit_ref": "Z1", "finding_ref": "NC2", "action_no": 2, "corrective_action": "Buy one"}
    plan = [list(refused), list(refused.values()), [good.get(name) for name in refused]]
    upload = sent(editor, Action_plan=plan)
    assert (upload.counts["error"], upload.counts["add"]) == (1, 1)
    assert list(Action.objects.values_list("corrective_action", flat=True)) == ["Fill the box", "Buy one"]


@pytest.mark.parametrize("left_out", ["verified_by", "verified_date"])
@pytest.mark.parametrize("sheet", ["Action_plan", "Audit_findings"])
def test_who_verified_and_when_is_demanded_on_either_sheet(sheet, left_out, member, editor, register):
    close(editor, register)
    said = {name: value for name, value in (CLOSED | VERIFIED).items() if name != left_out}
    upload = sent(member, **{sheet: {"Action_plan": action_row, "Audit_findings": finding_row}[sheet](**said)})
    assert [found[:2] for found in refusals(upload)] == [("R021", left_out)]


def test_a_finding_is_not_verified_while_one_of_its_actions_is_not(member, editor, register):
    close(editor, register)
    sent(editor, Action_plan=action_row(action_no=2, corrective_action="Train somebody"))
    upload = sent(member, Audit_findings=finding_row(**CLOSED | VERIFIED))
    assert upload.state == State.DONE, refusals(upload)
    assert list(Action.objects.values_list("status", flat=True)) == ["verified_closed", "open"]
    assert Finding.objects.get().status != FindingStatus.VERIFIED_CLOSED


def test_an_action_that_is_verified_is_read_only_while_another_of_its_finding_is_open(member, editor, register):
    close(editor, register)
    sent(editor, Action_plan=action_row(action_no=2, corrective_action="Train somebody"))
    sent(member, Action_plan=action_row(**CLOSED | VERIFIED))
    upload = sent(member, Action_plan=action_row(corrective_action="Something else"))
    assert [found[0] for found in refusals(upload)] == ["R017"]


def test_a_finding_that_is_closed_is_not_opened_again_by_a_row_without_a_comment(member, editor, register):
    close(editor, register)
    upload = sent(editor, at=NOW + timedelta(hours=2), Audit_findings=finding_row(status="open"))
    assert [found[:2] for found in refusals(upload)] == [("R001", "comment")]


# --- Old audits: docs/decisions/0006-verified-by-workbook.md -------------------------------------------------------


def test_an_old_audit_may_arrive_verified_by_its_auditor_when_a_verifier_sends_it(member):
    body = {"Suppliers": SUPPLIERS, "Audit_findings": finding_row(**CLOSED | VERIFIED, corrective_action="Filled it")}
    upload = sent(member, **body)
    assert upload.state == State.DONE, refusals(upload)
    assert statuses() == ("verified_closed", "verified_closed")
    action = Action.objects.get()
    assert (action.verified_by, action.verified_by_user) == ("Ann Auditor", None)
    assert send(member, workbook(**body), at=NOW + timedelta(hours=1)).counts.get("same") == 4


def test_its_actions_may_stand_on_the_other_sheet_of_the_same_file(member):
    plan = action_row(**CLOSED | VERIFIED, corrective_action="Filled it")
    upload = sent(member, Suppliers=SUPPLIERS, Audit_findings=finding_row(status="closed"), Action_plan=plan)
    assert upload.state == State.DONE, refusals(upload)
    assert statuses() == ("verified_closed", "verified_closed")


def test_nobody_tells_of_a_past_in_which_they_verified_it_themselves(member):
    rows = finding_row(**CLOSED | VERIFIED | {"verified_by": str(member.user).upper()})
    upload = sent(member, Suppliers=SUPPLIERS, Audit_findings=rows)
    ((code, field, message),) = refusals(upload)
    assert (code, field) == ("R022", "status")
    assert "Someone else has to verify this" in message
    assert not Finding.objects.exists()


def test_without_the_mark_an_old_audit_arrives_as_closed_only(editor):
    upload = sent(editor, Suppliers=SUPPLIERS, Audit_findings=finding_row(**CLOSED | VERIFIED))
    assert [found[:2] for found in refusals(upload)] == [("R022", "status")]
    assert sent(editor, Audit_findings=finding_row(**CLOSED)).state == State.DONE
    assert Finding.objects.get().status == FindingStatus.CLOSED_UNVERIFIED


def test_a_new_action_of_a_finding_that_is_there_is_not_the_past(member, register):
    plan = action_row(action_no=2, corrective_action="Bought one", **CLOSED | VERIFIED)
    upload = sent(member, Action_plan=plan)
    assert [found[:2] for found in refusals(upload)] == [("R022", "status")]


# --- CLEAR ---------------------------------------------------------------------------------------------------------

OWN = {
    "root_cause": "Nobody looked", "preventive_action": "A list", "responsible_name": "A. Person",
    "responsible_email": "person@example.org", "evidence_file": "box.png", "comment": "Seen",
}  # fmt: skip
FIELDS = {"evidence_file": "evidence_name"}


@pytest.mark.parametrize("column", OWN)
@pytest.mark.parametrize("row", [action_row, finding_row])
def test_clear_empties_a_field_of_an_action_on_either_sheet(row, column, editor, register):
    sent(editor, Action_plan=action_row(corrective_action="Fill the box", **OWN))
    sheet = "Action_plan" if row is action_row else "Audit_findings"
    more = {"corrective_action": "Fill the box"} if row is action_row else {}
    upload = sent(editor, at=NOW + timedelta(hours=2), **{sheet: row(**{column: " CLEAR "}, **more)})
    assert upload.state == State.DONE, refusals(upload)
    action = Action.objects.get()
    kept = {name: getattr(action, FIELDS.get(name, name)) for name in OWN}
    assert kept == OWN | {column: ""}


@pytest.mark.parametrize("row", [action_row, finding_row])
def test_clear_does_not_empty_what_will_be_done(row, editor, register):
    sheet = "Action_plan" if row is action_row else "Audit_findings"
    upload = sent(editor, **{sheet: row(corrective_action="CLEAR", status="in progress")})
    assert [found[:2] for found in refusals(upload)] == [("R001", "corrective_action")]
    assert Action.objects.get().corrective_action == "Fill the box"


@pytest.mark.parametrize("row", [action_row, finding_row])
def test_clear_does_not_empty_the_day_of_what_is_closed(row, editor, register):
    close(editor, register)
    sheet = "Action_plan" if row is action_row else "Audit_findings"
    more = {"corrective_action": "Fill the box"} if row is action_row else {}
    upload = sent(editor, at=NOW + timedelta(hours=2), **{sheet: row(completed_date="CLEAR", **more)})
    assert [found[:2] for found in refusals(upload)] == [("R021", "completed_date")]


def test_clear_makes_no_action_where_there_is_none(editor):
    upload = sent(editor, Suppliers=SUPPLIERS, Audit_findings=finding_row(root_cause="CLEAR", completed_date="CLEAR"))
    assert upload.state == State.DONE, refusals(upload)
    assert not Action.objects.exists()
    assert Finding.objects.get().closed_on is None


def test_clear_in_a_timescale_is_no_number_of_days(editor, register):
    upload = sent(editor, Action_plan=action_row(corrective_action="Fill the box", timescale="CLEAR"))
    assert upload.state != State.FAILED
    assert len(refusals(upload)) == 1

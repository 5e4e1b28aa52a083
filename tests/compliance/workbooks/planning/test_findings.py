"""What a report's words say of how a finding stands: open, closed or unknown, and that "carried over" is open."""

import pytest

from compliance.audits.choices import OPEN_STATUSES, FindingStatus
from compliance.audits.models import Action, Finding
from compliance.audits.selectors.querysets import get_open_actions
from compliance.audits.services.supplier_links import get_actions_to_send
from compliance.organisations.models import Membership
from compliance.workbooks.choice_synonyms import choice_words
from compliance.workbooks.choices import State
from tests.compliance.workbooks.planning.test_actions import action_row, finding_row, refusals, sent
from tests.compliance.workbooks.test_pipeline import SUPPLIERS
from tests.factories.organisations import MembershipFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

# What auditors, schemes and suppliers write of a finding that still has to be worked on.
STILL_OPEN = (
    "Carried over", "CARRIED OVER", "carried forward", "Open (carried over)", "Open - overdue", "Still open",
    "Outstanding", "Not closed", "Repeat", "Weiterhin offen", "Toujours ouverte", "Pendiente", "未整改",
)  # fmt: skip
STATUS_BY_WORDS = {
    # SMETA's corrective action plan: open, closed, progress made
    "Open": "open", "Closed": "closed_unverified", "Progress made": "in_progress",
    # SA8000 and other certificates
    "Closed and verified": "verified_closed", "Implemented": "closed_unverified", "Not effective": "open",
    "Pending verification": "evidence_submitted", "CAP accepted": "plan_agreed",
    # amfori and others like it
    "Ongoing": "in_progress", "Not started": "open", "Partially completed": "in_progress",
    "Submitted": "evidence_submitted", "Under review": "evidence_submitted", "Overdue": "open",
    "Completed": "closed_unverified",
    # free words
    "Fixed": "closed_unverified", "WIP": "in_progress", "Under appeal": "disputed", "Raised in error": "withdrawn",
}  # fmt: skip
UNKNOWN = ("Carried", "CO", "Noted", "Accepted", "Closed (carried over)", "Closed / open", "Cancelled", "See comments")


@pytest.fixture
def member(db) -> Membership:
    return MembershipFactory(role="editor")


@pytest.mark.parametrize(("words", "status"), STATUS_BY_WORDS.items())
def test_the_words_of_the_schemes_are_read(words, status):
    assert choice_words("finding_statuses").find(words).code == status


@pytest.mark.parametrize("words", STILL_OPEN)
def test_words_for_still_open_are_open(words):
    assert choice_words("finding_statuses").find(words).code in OPEN_STATUSES


@pytest.mark.parametrize("words", UNKNOWN)
def test_words_that_may_mean_two_things_are_not_guessed(words):
    assert choice_words("finding_statuses").find(words) is None


@pytest.mark.parametrize("words", ["Carried over", "carried_over", "Carried over to the next audit"])
def test_a_finding_and_its_action_that_are_carried_over_stay_in_every_list(member, words):
    """See docs/requirements/suppliers.md#carried-over."""
    rows = finding_row(corrective_action="Rest one day in seven", status=words)
    upload = sent(member, Suppliers=SUPPLIERS, Audit_findings=rows)
    assert upload.state == State.DONE, refusals(upload)
    finding, action = Finding.objects.get(), Action.objects.get()
    assert (finding.status, action.status) == (FindingStatus.OPEN, FindingStatus.OPEN)
    assert [*get_open_actions(member.organisation)] == [action]
    assert [*get_actions_to_send(member.organisation)] == [action]
    said = [message["message"] for row in upload.rows.all() for message in row.messages if message["field"] == "status"]
    assert [text.rpartition(" as ")[2] for text in said] == ["Open."]


def test_an_action_that_is_carried_over_keeps_how_far_it_is(member):
    sent(member, Suppliers=SUPPLIERS, Audit_findings=finding_row(corrective_action="Rest", status="In progress"))
    upload = sent(member, Action_plan=action_row(status="Carried over to the next audit", comment="Two shifts done"))
    assert upload.state == State.DONE, refusals(upload)
    action = Action.objects.select_related("finding").get()
    assert (action.status, action.finding.status, action.comment) == ("in_progress", "in_progress", "Two shifts done")


def test_a_finding_that_went_on_in_a_later_audit_keeps_its_end(member):
    sent(member, Suppliers=SUPPLIERS, Audit_findings=finding_row())
    later = finding_row("NC9", audit="Z2", new_or_carried="carried", carried_from_ref="NC2")
    sent(member, Audit_findings=later)
    assert Finding.objects.get(finding_ref="NC2").status == FindingStatus.CARRIED_OVER
    upload = sent(member, Audit_findings=finding_row(status="Carried over to the next audit"))
    assert not refusals(upload)
    assert Finding.objects.get(finding_ref="NC2").status == FindingStatus.CARRIED_OVER


@pytest.mark.parametrize("words", ["Noted", "Closed / open"])
def test_a_status_in_words_that_we_do_not_know_is_asked_about(member, words):
    upload = sent(member, Suppliers=SUPPLIERS, Audit_findings=finding_row(status=words))
    assert [(code, field) for code, field, _message in refusals(upload)] == [("R003", "status")]
    assert not Finding.objects.exists()


def test_a_supplier_whose_status_we_do_not_know_is_read_all_the_same(member):
    rows = [[*SUPPLIERS[0], "Status"], *([*row, "Gone fishing"] for row in SUPPLIERS[1:])]
    assert not refusals(sent(member, Suppliers=rows))


@pytest.mark.parametrize(("finding_status", "is_shown"), [("closed_unverified", True), ("withdrawn", False)])
def test_an_open_action_is_shown_wherever_its_finding_stands_unless_withdrawn(member, finding_status, is_shown):
    sent(member, Suppliers=SUPPLIERS, Audit_findings=finding_row(corrective_action="Fill the box"))
    Finding.objects.update(status=finding_status)
    assert get_open_actions(member.organisation).exists()
    assert get_actions_to_send(member.organisation).exists() == is_shown

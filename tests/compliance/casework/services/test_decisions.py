"""Tests of a second person's word, and of what follows from it at once."""

import pytest
from django.utils import timezone

from compliance.casework.choices import ApprovalKind, ApprovalState, Marking, Status
from compliance.casework.models import Approval, Case
from compliance.casework.services import approvals, closing, decisions, priorities, restrictions
from portal.accounts.roles import StaffRole
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.casework import CHILD, coded, keys_of, taken_by
from tests.factories.vault import give_key

pytestmark = pytest.mark.django_db


def who(user) -> dict:
    return {"actor": user, "keys": keys_of(user), "at": timezone.now()}


def decide(approval: Approval, user, *, is_yes: bool = True, answer: str = "") -> Approval:
    return decisions.decide_and_apply(approval=approval, is_yes=is_yes, answer=answer, **who(user))


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def ask_for_calmer_level(handler) -> tuple[Case, Approval]:
    case = taken_by(handler, **(CHILD | {"danger_level": "happening_now"}))
    approval = priorities.change_level(
        case=case, level="p2", reason="She is with the council.", version=case.version, **who(handler)
    )
    return case, approval


def ask_to_close(handler) -> tuple[Case, Approval]:
    case = coded(taken_by(handler, **CHILD))
    case.tasks.all().delete()
    approval = closing.close_case(
        case=case, reason="no_further_action", note="Safe.", youngest_born=2011, version=case.version, **who(handler)
    )
    return case, approval


def test_a_yes_lowers_the_level_at_once_and_is_spent(handler, lead):
    case, approval = ask_for_calmer_level(handler)
    decided = decide(approval, lead)
    assert (decided.state, decided.decided_by) == (ApprovalState.APPROVED, lead)
    assert decided.used_at is not None
    assert fresh(case).level == "p2"
    assert Entry.objects.filter(action="casework.approval.approved", actor_id=lead.pk).count() == 1


def test_a_no_changes_nothing_of_the_case(handler, lead):
    case, approval = ask_for_calmer_level(handler)
    decided = decide(approval, lead, is_yes=False, answer="MARKER-answer")
    assert (decided.state, decided.used_at) == (ApprovalState.REFUSED, None)
    assert fresh(case).level == "p1"
    assert keys_of(lead).read(Approval.objects.get(pk=approval.pk), "answer") == "MARKER-answer"
    assert b"MARKER" not in bytes(decided.answer)


def test_nobody_decides_on_what_they_asked_for_and_nothing_follows(handler, lead):
    case, approval = ask_for_calmer_level(handler)
    for person in (handler, UserFactory(role=StaffRole.HANDLER)):
        if person != handler:
            give_key(person)
        with pytest.raises(ActionRefused):
            decide(approval, person)
    assert fresh(case).level == "p1"
    assert Approval.objects.get(pk=approval.pk).state == ApprovalState.WAITING


def test_a_second_word_after_the_first_is_refused(handler, lead, other_lead):
    case, approval = ask_for_calmer_level(handler)
    decide(approval, lead, is_yes=False)
    with pytest.raises(ActionRefused, match="already been decided"):
        decide(approval, other_lead)
    assert fresh(case).level == "p1"


def test_a_yes_closes_the_case_and_keeps_it_as_long_as_its_youngest_needs(handler, lead):
    case, approval = ask_to_close(handler)
    assert fresh(case).status == Status.CLOSURE_REQUESTED
    decide(approval, lead)
    after = fresh(case)
    assert (after.status, after.closed_by) == (Status.CLOSED, lead)
    assert after.keep_until.year >= 2011 + 18


def test_a_no_to_the_closing_leaves_the_case_at_work_and_without_a_reason(handler, lead):
    case, approval = ask_to_close(handler)
    decide(approval, lead, is_yes=False)
    after = fresh(case)
    assert (after.status, after.closure_reason, after.closed_at) == (Status.IN_PROGRESS, "", None)
    assert Entry.objects.filter(action="casework.case.kept_open").count() == 1


def test_what_opened_again_meanwhile_is_not_closed_and_nothing_is_decided(handler, lead):
    case, approval = ask_to_close(handler)
    case.tasks.create(kind="child_action", child_action="la_children_contacted", made_at=timezone.now())
    with pytest.raises(ActionRefused):
        decide(approval, lead)
    assert Approval.objects.get(pk=approval.pk).state == ApprovalState.WAITING
    assert fresh(case).status == Status.CLOSURE_REQUESTED


def seal(case: Case, lead, other_lead) -> None:
    restrictions.restrict_case(
        case=case, marking=Marking.SEALED, reason="Staff know them.", lead=other_lead, **who(lead)
    )


def test_a_sealed_case_opens_to_all_after_two_yeses_and_not_after_one(handler, colleague, lead, other_lead):
    case = taken_by(handler)
    seal(case, lead, other_lead)
    approval = restrictions.lift_restriction(case=case, reason="Over.", **who(handler))
    first = decide(approval, lead)
    assert first.state == ApprovalState.WAITING
    assert fresh(case).marking == Marking.SEALED
    decide(approval, other_lead)
    assert fresh(case).marking == Marking.CASEWORK


def test_a_sealed_case_opens_to_the_one_person_who_was_asked_for(handler, colleague, lead, other_lead):
    case = taken_by(handler)
    seal(case, lead, other_lead)
    approval = restrictions.name_reader(case=case, user=colleague, reason="Knows the region.", **who(handler))
    for person in (lead, other_lead):
        assert not case.readers.filter(user=colleague).exists()
        decide(approval, person)
    assert case.readers.filter(user=colleague, is_kept_out=False).exists()
    assert fresh(case).marking == Marking.SEALED


def test_an_act_that_waits_for_the_yes_spends_it_itself(handler, lead):
    case = taken_by(handler)
    approval = approvals.request_approval(kind=ApprovalKind.OVERRIDE, case=case, reason="They said so.", **who(handler))
    decided = decide(approval, lead)
    assert (decided.state, decided.used_at) == (ApprovalState.APPROVED, None)

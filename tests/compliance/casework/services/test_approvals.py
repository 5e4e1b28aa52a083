"""Two different people: nobody approves their own act, by page, service or database
(docs/requirements/helpline.md#second-person).
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from compliance.casework import permissions
from compliance.casework.choices import ApprovalKind, ApprovalState, Marking
from compliance.casework.models import Approval, Case, CaseReader
from compliance.casework.services import approvals, decisions, restrictions
from portal.accounts.roles import StaffRole
from portal.core.exceptions import ActionRefused
from portal.vault.models import Unlock
from tests.factories.accounts import UserFactory
from tests.factories.casework import keys_of, taken_by
from tests.factories.vault import give_key

pytestmark = pytest.mark.django_db


def who(user) -> dict:
    return {"actor": user, "keys": keys_of(user), "at": timezone.now()}


def asked(user, case, kind=ApprovalKind.OVERRIDE, **data) -> Approval:
    return approvals.request_approval(kind=kind, case=case, reason="MARKER-reason", data=data, **who(user))


def decide(approval, user, *, is_yes=True) -> Approval:
    return decisions.decide_and_apply(approval=approval, is_yes=is_yes, answer="", **who(user))


def other_lead():
    person = UserFactory(role=StaffRole.TRIAGE_LEAD)
    give_key(person)
    return person


def test_nobody_decides_what_they_asked_for(lead, handler):
    case = taken_by(handler)
    for person in (lead, handler):
        approval = asked(person, case, who=person.first_name)
        with pytest.raises(ActionRefused):
            decide(approval, person)


def test_the_database_refuses_it_too(lead, handler):
    approval = asked(lead, taken_by(handler))
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=approval.pk).update(decided_by=lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=approval.pk).update(second_by=lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=approval.pk).update(reviewed_by=lead)


def test_a_handler_decides_only_what_a_lead_asked(lead, handler, colleague):
    case = taken_by(handler)
    assert not permissions.can_decide(colleague, asked(handler, case))
    assert permissions.can_decide(colleague, asked(lead, case, to="x"))


def test_a_yes_is_spent_by_one_act(lead, handler):
    case = taken_by(handler)
    approval = asked(handler, case, ground="child_at_risk")
    given = {"kind": ApprovalKind.OVERRIDE, "case": case, "actor": handler, "at": timezone.now()}
    with pytest.raises(ActionRefused):
        approvals.use_approval(**given, ground="child_at_risk")
    decide(approval, lead)
    with pytest.raises(ActionRefused):
        approvals.use_approval(**given, ground="serious_crime")
    assert approvals.use_approval(**given, ground="child_at_risk") == approval
    with pytest.raises(ActionRefused):
        approvals.use_approval(**given, ground="child_at_risk")


def test_the_reason_is_sealed_and_shown_to_who_decides(lead_desk, handler):
    approval = asked(handler, taken_by(handler))
    assert b"MARKER" not in bytes(approval.reason)
    address = reverse("desk:approval", args=[approval.pk])
    assert "MARKER-reason" in lead_desk.get(address).text
    lead_desk.post(address, {"is_yes": "no", "answer": "Ask the council first."})
    approval.refresh_from_db()
    assert approval.state == ApprovalState.REFUSED


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_who_answers_too_late_gets_their_words_back(lead_desk, lead, handler, is_withdrawn):
    approval = asked(handler, taken_by(handler))
    if is_withdrawn:
        approvals.withdraw_request(approval=approval, actor=handler, at=timezone.now())
    else:
        decide(approval, other_lead())
    answer = lead_desk.post(reverse("desk:approval", args=[approval.pk]), {"is_yes": "no", "answer": "MARKER-note"})
    assert answer.status_code == 422
    assert "MARKER-note" in answer.text
    assert "answered or withdrawn" in answer.text


def test_who_is_kept_out_learns_nothing_by_answering_too_late(lead_desk, lead, handler):
    case = taken_by(handler)
    approval = asked(handler, case)
    other = other_lead()
    decide(approval, other)
    CaseReader.objects.create(case=case, user=lead, is_kept_out=True, named_by=other, named_at=timezone.now())
    answer = lead_desk.post(reverse("desk:approval", args=[approval.pk]), {"is_yes": "no", "answer": "x"})
    assert answer.status_code == 404


def test_a_page_for_the_asker_says_that_another_person_decides(desk, handler):
    approval = asked(handler, taken_by(handler))
    address = reverse("desk:approval", args=[approval.pk])
    assert "someone else must decide" in desk.get(address).text
    assert desk.post(address, {"is_yes": "yes"}).status_code == 403
    desk.post(reverse("desk:approval_take_back", args=[approval.pk]))
    approval.refresh_from_db()
    assert approval.state == ApprovalState.WITHDRAWN


def test_the_same_is_not_asked_twice(handler):
    case = taken_by(handler)
    asked(handler, case)
    with pytest.raises(ActionRefused):
        asked(handler, case)


# --- Sealed cases --------------------------------------------------------------------------------------------------


def sealed(lead) -> Case:
    case, keeper = taken_by(lead), UserFactory(role=StaffRole.TRIAGE_LEAD)
    restrictions.restrict_case(case=case, marking=Marking.SEALED, reason="A famous person.", lead=keeper, **who(lead))
    return Case.objects.get(pk=case.pk)


def test_two_more_people_open_a_sealed_case_to_somebody(lead, other_lead, handler, colleague):
    case = sealed(lead)
    assert not permissions.can_open_case(handler, case)
    approval = restrictions.name_reader(case=case, user=handler, reason="Speaks Vietnamese.", **who(lead))
    approval = decide(approval, other_lead)
    assert approval.state == ApprovalState.WAITING
    assert not permissions.can_open_case(handler, case)
    with pytest.raises(ActionRefused):
        decide(approval, other_lead)
    decide(approval, colleague)
    assert permissions.can_open_case(handler, case)


def test_unsealing_takes_two_more_people_and_one_no_is_enough_to_keep_it(lead, other_lead, colleague):
    case = sealed(lead)
    approval = restrictions.lift_restriction(case=case, reason="It is public now.", **who(lead))
    decide(decide(approval, other_lead), colleague)
    assert Case.objects.get(pk=case.pk).marking == Marking.CASEWORK
    case = sealed(lead)
    approval = decide(restrictions.lift_restriction(case=case, reason="Again.", **who(lead)), other_lead, is_yes=False)
    assert approval.state == ApprovalState.REFUSED
    assert Case.objects.get(pk=case.pk).marking == Marking.SEALED


# --- Small teams ------------------------------------------------------------------------------------------------------
# See docs/requirements/helpline.md#small-teams.


def test_with_nobody_else_on_shift_what_saves_a_life_goes_ahead_and_is_looked_at_within_a_day(desk, lead_desk, handler):
    case, now = taken_by(handler), timezone.now()
    with pytest.raises(ActionRefused):
        approvals.go_ahead_alone(kind=ApprovalKind.OVERRIDE, case=case, reason="He is at the door.", **who(handler))
    Unlock.objects.exclude(handler_key__user=handler).delete()
    approval = approvals.go_ahead_alone(
        kind=ApprovalKind.OVERRIDE, case=case, reason="He is at the door.", **who(handler)
    )
    assert approval.review_due_at - now < timedelta(hours=25)
    assert approvals.use_approval(kind=ApprovalKind.OVERRIDE, case=case, actor=handler, at=now) == approval
    assert "went ahead without a second person" in desk.get("/desk/").text
    address = reverse("desk:approval", args=[approval.pk])
    assert desk.post(address, {"was_right": "yes"}).status_code == 403


def test_what_went_ahead_is_looked_at_by_another_person(handler, colleague):
    case = taken_by(handler)
    approval = approvals.go_ahead_alone(
        kind=ApprovalKind.OVERRIDE, case=case, reason="He is at the door.", **who(handler)
    )
    with pytest.raises(ActionRefused):
        approvals.review_approval(approval=approval, was_right=True, answer="", **who(handler))
    approvals.review_approval(approval=approval, was_right=True, answer="Right.", **who(colleague))
    assert not Approval.objects.to_review().exists()


def test_closing_never_goes_ahead_alone(handler):
    with pytest.raises(ActionRefused):
        approvals.go_ahead_alone(kind=ApprovalKind.CLOSURE, case=taken_by(handler), reason="x", **who(handler))


def test_who_is_kept_from_a_case_neither_sees_nor_decides_what_is_asked_about_it(lead, lead_desk, handler):
    case = taken_by(handler)
    approval = asked(handler, case)
    UserFactory(role=StaffRole.TRIAGE_LEAD)
    restrictions.keep_reader_out(case=case, user=lead, actor=handler, at=timezone.now())
    assert not permissions.can_decide(lead, approval)
    assert lead_desk.get(reverse("desk:approval", args=[approval.pk])).status_code == 404
    assert str(approval.pk) not in lead_desk.get("/desk/approvals/").text

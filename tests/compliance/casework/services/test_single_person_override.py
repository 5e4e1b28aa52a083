"""Two people never stop a rescue: with nobody else on shift it goes ahead, and somebody looks at it.

See docs/requirements/helpline.md#small-teams.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.choices import ApprovalKind, ApprovalState
from compliance.casework.models import Approval
from compliance.casework.services import approvals, restrictions, single_person_override
from compliance.referrals.models import Disclosure
from compliance.referrals.services import dispatch, drafts
from portal.accounts.roles import StaffRole
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from portal.vault.models import Unlock
from tests.factories.accounts import UserFactory
from tests.factories.casework import keys_of, taken_by
from tests.factories.desk import waiting_referral

pytestmark = pytest.mark.django_db
REASON = "MARKER: he is at the door. I called Olu twice."


def who(user) -> dict:
    return {"actor": user, "keys": keys_of(user), "at": timezone.now()}


@pytest.fixture
def case(handler):
    return taken_by(handler, danger_level="within_24h", consent=[])


@pytest.fixture
def referral(case, handler):
    return waiting_referral(case, handler, keys_of(handler), timezone.now(), ground="imminent_danger")


def page_of(referral) -> str:
    return reverse("desk:approval_alone", args=[referral.approval_id])


def test_whoever_asked_goes_ahead_alone_and_can_send_it(desk, case, referral, handler):
    asked = reverse("desk:approval", args=[referral.approval_id])
    assert page_of(referral) in desk.get(asked).text
    assert "No one else who can decide has the desk open" in desk.get(page_of(referral)).text
    answer = desk.post(page_of(referral), {"reason": REASON})
    assert answer["Location"] == reverse("cases:refer_check", args=[case.pk, referral.pk])
    approval = Approval.objects.select_related("case__data_key").get(pk=referral.approval_id)
    assert approval.state == ApprovalState.WENT_AHEAD
    assert approval.review_due_at - timezone.now() > timedelta(hours=23)
    # Beside what was asked for first, and sealed.
    reason = keys_of(handler).read(approval, "reason")
    assert "They move them tonight" in reason and REASON in reason
    assert b"MARKER" not in bytes(approval.reason)
    row = drafts.find_referral(case, referral.pk)
    digest = drafts.build_package(row, keys_of(handler), on=timezone.localdate()).digest
    dispatch.send_referral(
        referral=row, route="phone", digest=digest, call={"who": "x"}, call_back_due=None, **who(handler)
    )
    assert Disclosure.objects.get().approval == approval


def test_it_is_refused_while_somebody_at_the_desk_can_decide(desk, lead_desk, lead, referral, handler):
    page = desk.get(page_of(referral)).text
    assert f"<li>{lead}</li>" in page
    assert "Go ahead alone" not in page
    answer = desk.post(page_of(referral), {"reason": REASON})
    assert answer.status_code == 422
    assert "A colleague is at the desk. Ask them to decide." in answer.text
    assert REASON in answer.text
    assert Approval.objects.get(pk=referral.approval_id).state == ApprovalState.WAITING
    Unlock.objects.filter(handler_key__user=lead).delete()
    assert desk.post(page_of(referral), {"reason": REASON}).status_code == 303


def test_a_colleague_who_may_not_decide_stops_no_rescue(desk, colleague_desk, referral):
    """What a handler asks is decided by a lead."""
    assert desk.post(page_of(referral), {"reason": REASON}).status_code == 303


def test_a_lead_who_is_kept_from_the_case_stops_no_rescue(desk, lead_desk, lead, case, referral, handler):
    UserFactory(role=StaffRole.TRIAGE_LEAD)
    restrictions.keep_reader_out(case=case, user=lead, actor=handler, at=timezone.now())
    assert desk.post(page_of(referral), {"reason": REASON}).status_code == 303


def test_why_it_cannot_wait_has_to_be_said(desk, referral):
    answer = desk.post(page_of(referral), {"reason": " "})
    assert answer.status_code == 422
    assert "Enter why it cannot wait" in answer.text


@pytest.mark.parametrize("ground", ["serious_crime", "legal_obligation"])
def test_what_saves_nobody_waits_for_a_second_person(desk, case, handler, ground):
    referral = waiting_referral(case, handler, keys_of(handler), timezone.now(), ground=ground)
    assert desk.get(page_of(referral)).status_code == 404
    assert page_of(referral) not in desk.get(reverse("desk:approval", args=[referral.approval_id])).text
    with pytest.raises(ActionRefused, match="only if a life or a child is in danger"):
        single_person_override.go_ahead_alone(approval=referral.approval, reason=REASON, **who(handler))


def test_nothing_else_goes_ahead_alone(desk, case, handler):
    approval = approvals.request_approval(kind=ApprovalKind.CLOSURE, case=case, reason="x", **who(handler))
    assert desk.get(reverse("desk:approval_alone", args=[approval.pk])).status_code == 404
    with pytest.raises(ActionRefused):
        approvals.go_ahead_with_request(approval=approval, reason=REASON, **who(handler))


def test_only_who_asked_goes_ahead_and_only_once(desk, colleague, referral, handler):
    with pytest.raises(ActionRefused):
        single_person_override.go_ahead_alone(approval=referral.approval, reason=REASON, **who(colleague))
    desk.post(page_of(referral), {"reason": REASON})
    assert desk.post(page_of(referral), {"reason": REASON}).status_code == 404
    assert Entry.objects.filter(action="casework.approval.went_ahead").count() == 1


# --- Looking at it afterwards -----------------------------------------------------------------------------------------


@pytest.fixture
def went(referral, handler) -> Approval:
    return single_person_override.go_ahead_alone(approval=referral.approval, reason=REASON, **who(handler))


def review(approval) -> str:
    return reverse("desk:approval", args=[approval.pk])


def test_the_queue_says_so_until_somebody_else_has_looked_at_it(desk, went, colleague_desk):
    said = "1 action went ahead without a second person."
    assert said in desk.get("/desk/").text
    assert "Review due by" in desk.get("/desk/").text
    assert desk.post(review(went), {"was_right": "yes"}).status_code == 403
    page = colleague_desk.get(review(went)).text
    assert REASON in page
    assert "Was it right to go ahead?" in page
    assert colleague_desk.post(review(went), {"was_right": "yes"}).status_code == 303
    assert said not in desk.get("/desk/").text
    assert Entry.objects.filter(action="casework.approval.reviewed").count() == 1


def test_a_late_review_keeps_its_note(went, lead_desk, colleague_desk):
    assert lead_desk.post(review(went), {"was_right": "yes", "answer": "MARKER-first"}).status_code == 303
    answer = colleague_desk.post(review(went), {"was_right": "no", "answer": "MARKER-second"})
    assert answer.status_code == 422
    assert "MARKER-second" in answer.text
    assert "MARKER-first" not in answer.text
    assert colleague_desk.get(review(went)).status_code == 404


def test_after_a_day_the_queue_says_that_it_is_late(went, desk):
    Approval.objects.filter(pk=went.pk).update(review_due_at=timezone.now() - timedelta(minutes=1))
    assert "The review was due by" in desk.get("/desk/").text


def test_who_finds_it_wrong_says_what_follows(went, lead_desk, handler):
    answer = lead_desk.post(review(went), {"was_right": "no"})
    assert answer.status_code == 422
    assert "Enter what should happen next" in answer.text
    assert lead_desk.post(review(went), {}).status_code == 422
    lead_desk.post(review(went), {"was_right": "no", "answer": "We talk about it on Monday."})
    assert Entry.objects.get(action="casework.approval.found_wrong").detail == {"kind": "override"}
    page = lead_desk.get(review(went)).text
    assert "We talk about it on Monday." in page
    assert "reviewed it on" in page


def test_it_shows_to_whom_something_went(went, case, referral, lead_desk, handler):
    row = drafts.find_referral(case, referral.pk)
    digest = drafts.build_package(row, keys_of(handler), on=timezone.localdate()).digest
    dispatch.send_referral(
        referral=row, route="phone", digest=digest, call={"who": "x"}, call_back_due=None, **who(handler)
    )
    page = lead_desk.get(review(went)).text
    assert "Police force" in page
    assert reverse("cases:referrals", args=[case.pk]) in page

"""Nobody can be locked out of a child's case by one person, and a case stays reachable when its people have left."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.casework import permissions
from compliance.casework.choices import ApprovalKind, ApprovalState, Marking
from compliance.casework.models import Approval, Case, CaseReader
from compliance.casework.selectors import staff
from compliance.casework.services import approvals, restrictions
from compliance.data_protection.services import offboarding
from portal.core.exceptions import ActionRefused
from portal.vault.models import Unlock
from tests.factories.casework import CHILD, keys_of, taken_by, unlock

pytestmark = pytest.mark.django_db


def who(user) -> dict:
    return {"actor": user, "keys": keys_of(user), "at": timezone.now()}


def leads_in(case: Case) -> list:
    case.refresh_from_db()
    return [lead for lead in staff.get_leads() if permissions.can_open_case(lead, case)]


def test_one_handler_who_seals_a_childs_case_cannot_lock_every_lead_out(desk, handler, lead, other_lead):
    case = taken_by(handler, **CHILD)
    address = reverse("cases:restrict", args=[case.pk])
    answer = desk.post(address, {"marking": "sealed", "reason": "They know the family."})
    assert answer.status_code == 422
    assert "Select a lead who keeps access" in answer.text
    assert len(leads_in(case)) == 2
    desk.post(address, {"marking": "sealed", "reason": "They know the family.", "lead": str(lead.uuid)})
    assert leads_in(case) == [lead]


def test_one_lead_who_seals_a_case_leaves_another_lead_a_way_in(lead, other_lead):
    case = taken_by(lead, **CHILD)
    with pytest.raises(ActionRefused, match="other lead"):
        restrictions.restrict_case(case=case, marking=Marking.SEALED, reason="x", **who(lead))
    case.refresh_from_db()
    assert case.marking == Marking.CASEWORK
    restrictions.restrict_case(case=case, marking=Marking.SEALED, reason="x", lead=other_lead, **who(lead))
    assert other_lead in leads_in(case)


def test_a_handler_cannot_keep_one_lead_after_the_other_out(desk, handler, lead, other_lead):
    case = taken_by(handler, **CHILD)
    address = reverse("cases:reader", args=[case.pk])
    given = {"word": "keep_out", "reason": "They know the family."}
    assert desk.post(address, given | {"person": str(lead.uuid)}).status_code == 303
    answer = desk.post(address, given | {"person": str(other_lead.uuid)})
    assert answer.status_code == 422
    assert "At least one other lead" in answer.text
    assert leads_in(case) == [other_lead]


def test_one_lead_cannot_keep_the_others_out_of_a_childs_case(lead, other_lead):
    case = taken_by(lead, **CHILD)
    with pytest.raises(ActionRefused, match="other lead"):
        restrictions.keep_reader_out(case=case, user=other_lead, actor=lead, at=timezone.now())
    assert other_lead in leads_in(case)


def test_restricting_a_case_that_a_lead_is_kept_out_of_still_leaves_one(handler, lead):
    case = taken_by(handler, **CHILD)
    CaseReader.objects.create(case=case, user=lead, is_kept_out=True, named_at=timezone.now())
    with pytest.raises(ActionRefused, match="other lead"):
        restrictions.restrict_case(case=case, marking=Marking.RESTRICTED, reason="x", **who(handler))


# --- What the people who could open it have left behind ---------------------------------------------------------------


@pytest.fixture
def deserted(handler, lead):
    """A sealed case whose only named person works here no more."""
    case = taken_by(handler, **CHILD)
    Case.objects.filter(pk=case.pk).update(marking=Marking.SEALED)
    CaseReader.objects.create(case=case, user=handler, named_at=timezone.now())
    offboarding.revoke_access(handler, at=timezone.now())
    handler.is_active = False
    handler.save()
    return Case.objects.get(pk=case.pk)


def test_a_lead_reaches_the_sealed_case_of_somebody_who_has_left(lead_desk, lead, other_lead, colleague, deserted):
    address = reverse("desk:ask_to_open", args=[deserted.pk])
    assert address in lead_desk.get(reverse("desk:lead")).text
    assert lead_desk.post(address, {"reason": ""}).status_code == 422
    lead_desk.post(address, {"reason": "Its handler has left."})
    approval = Approval.objects.get(case=deserted, kind=ApprovalKind.UNSEALING)
    assert lead_desk.get(reverse("cases:case", args=[deserted.pk])).status_code == 404
    for person in (other_lead, colleague):
        page = reverse("desk:approval", args=[approval.pk])
        unlock(Client(), person).post(page, {"is_yes": "yes"})
    assert lead_desk.get(reverse("cases:case", args=[deserted.pk])).status_code == 200


def test_who_is_kept_out_and_who_is_no_lead_cannot_ask(lead_desk, lead, colleague_desk, deserted):
    address = reverse("desk:ask_to_open", args=[deserted.pk])
    assert colleague_desk.get(address).status_code == 403
    CaseReader.objects.create(case=deserted, user=lead, is_kept_out=True, named_at=timezone.now())
    assert lead_desk.get(address).status_code == 404
    assert address not in lead_desk.get(reverse("desk:lead")).text


def test_the_last_lead_named_for_a_sealed_case_does_not_leave_it_without_one(handler, lead, other_lead):
    case = taken_by(handler, **CHILD)
    restrictions.restrict_case(case=case, marking=Marking.SEALED, reason="x", lead=other_lead, **who(handler))
    assert offboarding.get_sealed_cases_of(other_lead) == [case]
    assert offboarding.get_sealed_cases_of(handler) == []


# --- The compulsory review --------------------------------------------------------------------------------------------


def test_the_compulsory_review_of_a_sealed_case_opens_for_its_reviewer(handler, lead, colleague):
    case = taken_by(handler, **CHILD)
    Unlock.objects.exclude(handler_key__user=handler).delete()
    approval = approvals.go_ahead_alone(kind=ApprovalKind.OVERRIDE, case=case, reason="MARKER-why", **who(handler))
    restrictions.restrict_case(case=case, marking=Marking.SEALED, reason="x", lead=lead, **who(handler))
    CaseReader.objects.filter(case=case, user=lead).delete()
    for person in (lead, colleague):
        browser = unlock(Client(), person)
        address = reverse("desk:approval", args=[approval.pk])
        assert address in browser.get(reverse("desk:approvals")).text
        page = browser.get(address)
        assert page.status_code == 200
        assert "MARKER-why" in page.text
        # The case itself stays sealed, and no link leads into a page that is not there.
        assert reverse("cases:case", args=[case.pk]) not in page.text
    unlock(Client(), lead).post(address, {"was_right": "yes"})
    approval.refresh_from_db()
    assert (approval.state, approval.reviewed_by) == (ApprovalState.WENT_AHEAD, lead)

"""Tests of who has a case, and of the steps that it takes."""

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.choices import Status
from compliance.casework.models import Case
from compliance.casework.selectors import concerns as selectors_concerns
from compliance.casework.services import assignment, restrictions
from portal.accounts.roles import StaffRole
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.casework import taken_by

pytestmark = pytest.mark.django_db


def at(name: str, case, *args) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *args])


def fresh(case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_nothing_moves_on_before_the_kind_of_case_is_known(desk, handler):
    case = taken_by(handler)
    assert desk.post(at("status", case), {"status": "triaged"}).status_code == 422
    Case.objects.filter(pk=case.pk).update(category="labour_abuse")
    assert desk.post(at("status", case), {"status": "triaged"}).status_code == 303
    assert desk.post(at("status", case), {"status": "triaged"}).status_code == 422


def test_a_case_that_nobody_has_is_taken_by_one_press(desk, colleague_desk, handler, colleague):
    case = taken_by(handler)
    desk.post(at("assign", case), {"owner": ""})
    assert fresh(case).owner is None
    colleague_desk.post(at("pick_up", case))
    assert fresh(case).owner == colleague
    assert "A colleague has just taken it." in desk.post(at("pick_up", case), follow=True).text


def test_the_status_that_the_reporter_reads_follows(handler):
    case = taken_by(handler)
    Case.objects.filter(pk=case.pk).update(category="labour_abuse")
    assignment.change_status(case=case, status=Status.TRIAGED, actor=handler, at=timezone.now())
    assignment.change_status(case=case, status=Status.IN_PROGRESS, actor=handler, at=timezone.now())
    assert selectors_concerns.get_concerns(case)[0].status == "under_way"


def test_a_case_goes_to_nobody_who_does_not_work_at_the_desk_or_is_kept_from_it(handler, colleague, lead):
    case, now = taken_by(handler), timezone.now()
    editor = UserFactory(role=StaffRole.CONTENT_EDITOR)
    with pytest.raises(ActionRefused, match="does not work at the desk"):
        assignment.assign_case(case=case, owner=editor, actor=lead, at=now)
    restrictions.keep_reader_out(case=case, user=colleague, actor=handler, at=now)
    with pytest.raises(ActionRefused, match="cannot open the case"):
        assignment.assign_case(case=case, owner=colleague, actor=lead, at=now)
    assert fresh(case).owner == handler


def test_each_new_owner_is_a_line_of_history(handler, colleague, lead):
    case, now = taken_by(handler), timezone.now()
    assignment.assign_case(case=case, owner=None, actor=lead, at=now)
    assignment.pick_up_case(case=case, actor=colleague, at=now)
    lines = Entry.objects.filter(action="casework.case.assigned").order_by("pk")
    assert [(line.actor_id, line.detail["owner"]) for line in lines] == [
        (lead.pk, ""),
        (colleague.pk, str(colleague)),
    ]


@pytest.mark.parametrize("status", [Status.CLOSED, Status.MERGED, Status.REOPENED, Status.CLOSURE_REQUESTED])
def test_steps_with_a_page_of_their_own_are_not_taken_here(handler, status):
    case = taken_by(handler)
    Case.objects.filter(pk=case.pk).update(category="labour_abuse", status=Status.IN_PROGRESS)
    with pytest.raises(ActionRefused, match="separate pages"):
        assignment.change_status(case=case, status=status, actor=handler, at=timezone.now())
    assert fresh(case).status == Status.IN_PROGRESS

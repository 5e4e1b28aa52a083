"""Tests of merging two cases: what goes along, what is refused, and who is kept out."""

import pytest
from django.urls import reverse

from compliance.casework import models as m
from compliance.casework.choices import ApprovalKind, Marking, Status
from compliance.casework.selectors import tasks as selectors_tasks
from compliance.casework.services import (
    approvals,
    closing,
    restrictions,
)
from compliance.casework.services import tasks as services_tasks
from compliance.referrals.services import drafts
from portal.accounts.roles import StaffRole
from portal.core.exceptions import ActionRefused
from tests.factories.accounts import UserFactory
from tests.factories.merged import fresh, merge
from tests.factories.packs import who
from tests.factories.referrals import begin

pytestmark = pytest.mark.django_db


def test_open_tasks_go_along_and_what_is_to_do_for_the_child_in_both_is_to_do_once(at_desk):
    first, second = (at_desk.case(age_of_person="under_18") for _number in range(2))
    services_tasks.add_task(
        case=first, kind="call_back", what="At seven, by text first.", due_at=at_desk.now, **who(at_desk)
    )
    case = merge(at_desk, first, second)
    found = [one for one in selectors_tasks.get_tasks(case, at_desk.keys) if one.row.done_at is None]
    assert sorted(one.row.child_action for one in found) == ["", "la_children_contacted", "la_contact_recorded"]
    assert {one.row.case_id for one in found} == {case.pk}
    assert [one.words["what"] for one in found if one.words] == ["At seven, by text first."]


def test_what_was_done_for_the_child_before_the_merge_is_not_asked_for_again(at_desk):
    first, second = at_desk.case(age_of_person="under_18"), at_desk.case()
    m.Task.objects.filter(case=first).update(done_at=at_desk.now)
    case = merge(at_desk, first, second)
    assert case.concerns_child and "child_action" not in closing.get_obstacles(case)
    assert len(selectors_tasks.get_tasks(case, at_desk.keys)) == 2


def test_the_graver_danger_and_the_earlier_deadline_hold_and_everybody_has_to_be_told(at_desk):
    first, second = at_desk.case(danger_level="happening_now"), at_desk.case()
    m.Case.objects.filter(pk=second.pk).update(is_told=True)
    case = merge(at_desk, first, fresh(second))
    assert (case.level, case.danger_level, case.is_told) == ("p1", "happening_now", False)
    assert case.due_at == first.due_at


def test_nothing_is_merged_that_is_half_sent_or_waits_for_a_second_person(at_desk):
    first, second = at_desk.case(), at_desk.case()
    draft = begin(at_desk, first)
    with pytest.raises(ActionRefused, match="has not been sent"):
        merge(at_desk, first, second)
    drafts.drop_draft(referral=draft, actor=at_desk.handler, at=at_desk.now)
    approvals.request_approval(kind=ApprovalKind.LEVEL, case=first, reason="x", **who(at_desk))
    with pytest.raises(ActionRefused, match=r"(?i)second person"):
        merge(at_desk, first, second)
    assert fresh(first).status != Status.MERGED


def test_a_restricted_case_is_not_merged_where_more_people_would_read_it(at_desk):
    first, second = at_desk.case(), at_desk.case()
    restrictions.restrict_case(case=first, marking=Marking.RESTRICTED, reason="x", **who(at_desk))
    with pytest.raises(ActionRefused, match="More people can open"):
        merge(at_desk, first, second)
    restrictions.restrict_case(case=second, marking=Marking.RESTRICTED, reason="x", **who(at_desk))
    merge(at_desk, first, second)


def test_who_is_kept_out_of_one_is_kept_out_of_what_it_went_into(at_desk):
    first, second = at_desk.case(), at_desk.case()
    UserFactory(role=StaffRole.TRIAGE_LEAD)
    restrictions.keep_reader_out(case=first, user=at_desk.lead, actor=at_desk.handler, at=at_desk.now)
    case = merge(at_desk, first, second)
    assert at_desk.client(at_desk.lead).get(reverse("cases:case", args=[case.pk])).status_code == 404

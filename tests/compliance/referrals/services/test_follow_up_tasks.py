"""Tests of the tasks that a referral or its answer ends."""

from datetime import timedelta

import pytest

from compliance.casework.choices import ChildAction, TaskKind
from compliance.casework.models import Case, Task
from compliance.referrals.services import drafts, follow_up_tasks, responses
from compliance.referrals.services.disclosure import Ground
from tests.factories.casework import CHILD
from tests.factories.referrals import begin, choose, send
from tests.factories.sharing import desk as begin_desk

pytestmark = pytest.mark.django_db


def test_referring_a_child_to_the_service_ends_the_task_to_tell_it():
    at = begin_desk()
    case = at.case(age_of_person="under_18", consent=[], account=CHILD["account"])
    task = Task.objects.get(case=case, child_action=ChildAction.LA_CHILDREN_CONTACTED)
    target = {"target_type": "la_children", "name": "Children’s services: Derbyshire", "council": "E10000007"}
    row = drafts.start_draft(case=case, kind="referral", target=target, **who(at))
    ground = Ground(ground="child_at_risk", facts="He is fifteen.", is_told=True)
    send(at, choose(at, drafts.find_referral(case, row.pk), "urgency", ground=ground))
    task.refresh_from_db()
    assert task.done_at == at.now and task.done_by == at.handler
    task.case = Case.objects.get(pk=case.pk)
    assert at.keys.facts(task, "words")["outcome"] == "Referred to Children’s services: Derbyshire."
    assert Task.objects.open().filter(case=case, child_action=ChildAction.LA_CONTACT_RECORDED).exists()


def who(at) -> dict:
    return {"actor": at.handler, "keys": at.keys, "at": at.now}


def test_an_answer_ends_the_task_to_ask_for_it():
    at = begin_desk()
    row = send(at, choose(at, begin(at, at.case(consent=["police"])), "urgency"))
    (task,) = Task.objects.open().filter(case=row.case_id, kind=TaskKind.CHASE_REFERRAL)
    row.refresh_from_db()
    given = {"outcome": "", "on": at.now.date(), "actor": at.handler, "at": at.now}
    row = responses.save_response(referral=row, status="accepted", version=row.version, **given)
    assert Task.objects.open().filter(pk=task.pk).exists(), "they took it on: what came of it is still to hear"
    responses.save_response(
        referral=row, status="done", version=row.version, **given | {"outcome": "person_safeguarded"}
    )
    task.refresh_from_db()
    assert task.done_at == at.now


def referred(at):
    row = send(at, choose(at, begin(at, at.case(consent=["police"])), "urgency"))
    row.refresh_from_db()
    return row


def test_after_another_call_the_case_is_due_when_the_next_reminder_is():
    """See docs/requirements/helpline.md#next-deadline."""
    at = begin_desk()
    row = referred(at)
    tomorrow = row.call_back_due_at + timedelta(days=1)
    responses.record_call(referral=row, call={"who": "Sgt", "what": "Ask tomorrow"}, next_call=tomorrow, **who(at))
    task = Task.objects.get(pk=follow_up_tasks.get_chase_task_uuid(row))
    assert (task.due_at, Case.objects.get(pk=row.case_id).next_due_at) == (tomorrow, tomorrow)


def test_after_a_call_without_a_next_one_the_task_to_ask_is_due_as_it_was():
    at = begin_desk()
    row = referred(at)
    before = Task.objects.get(pk=follow_up_tasks.get_chase_task_uuid(row)).due_at
    responses.record_call(referral=row, call={"who": "Sgt", "what": "They have it"}, next_call=None, **who(at))
    row.refresh_from_db()
    assert (row.call_back_due_at, Case.objects.get(pk=row.case_id).next_due_at) == (before, before)


def test_an_answer_starts_the_time_for_the_next_step():
    at = begin_desk()
    row = referred(at)
    later = row.call_back_due_at + timedelta(days=3)
    responses.save_response(
        referral=row, status="done", outcome="person_safeguarded", on=later.date(), version=row.version,
        actor=at.handler, at=later,
    )  # fmt: skip
    assert Case.objects.get(pk=row.case_id).next_due_at > later

"""Tests of the tasks that a referral or its answer ends."""

import pytest

from compliance.casework.choices import ChildAction, TaskKind
from compliance.casework.models import Case, Task
from compliance.referrals.services import drafts, responses
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

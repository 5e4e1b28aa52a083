"""Tests of adding, finding and finishing what is to do about a case."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from compliance.casework.choices import Status, TaskKind
from compliance.casework.models import Case, Task
from compliance.casework.services import tasks
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories.casework import keys_of, taken_by
from tests.factories.merged import merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(handler) -> Case:
    return taken_by(handler)


def who(user) -> dict:
    return {"actor": user, "keys": keys_of(user), "at": timezone.now()}


def add(case, user, what: str = "MARKER call Ada", **facts) -> Task:
    given = {"kind": TaskKind.CALL_BACK, "due_at": timezone.now() + timedelta(hours=1)} | facts
    return tasks.add_task(case=case, what=what, **given, **who(user))


def test_a_task_is_its_cases_owners_unless_somebody_is_named(case, handler, colleague):
    assert add(case, colleague).owner == handler
    assert add(case, handler, owner=colleague).owner == colleague


def test_its_words_are_sealed_and_its_line_of_history_says_the_kind_only(case, handler, keys):
    task = add(case, handler)
    assert b"MARKER" not in bytes(task.words)
    assert keys.facts(task, "words") == {"what": "MARKER call Ada"}
    line = Entry.objects.get(action="casework.task.added")
    assert (line.actor_id, line.detail) == (handler.pk, {"kind": "call_back"})


def test_a_task_without_words_has_an_empty_column(case, handler):
    assert add(case, handler, what="").words == b""


def test_what_made_a_task_may_name_it_and_finds_it_again(case, handler):
    name = uuid4()
    assert add(case, handler, uuid=name).pk == name
    assert tasks.find_task(case, name).pk == name


def test_nothing_is_added_to_a_closed_case(case, handler):
    Case.objects.filter(pk=case.pk).update(status=Status.CLOSED, closed_at=timezone.now(), closure_reason="referred")
    with pytest.raises(ActionRefused, match="closed"):
        add(case, handler)
    assert not Task.objects.exists()


def test_a_task_of_another_case_and_one_that_is_done_are_not_found(case, handler):
    task, other = add(case, handler), taken_by(handler)
    assert tasks.find_task(other, task.pk) is None
    tasks.finish_task(task=task, outcome="Spoke.", **who(handler))
    assert tasks.find_task(case, task.pk) is None


def test_a_task_of_a_case_that_was_merged_is_found_in_the_one_that_goes_on(at_desk):
    first, second = at_desk.case(), at_desk.case()
    task = add(first, at_desk.handler)
    case = merge(at_desk, first, second)
    assert tasks.find_task(case, task.pk).pk == task.pk


def test_finishing_keeps_the_words_and_adds_what_came_of_it(case, handler, colleague, keys):
    task = add(case, handler)
    contact = {"phone": "01629 533190", "last_name": "Moss"}
    row = tasks.finish_task(task=task, outcome="Spoke with Ada.", contact=contact, **who(colleague))
    assert (row.done_by, row.done_at is not None) == (colleague, True)
    assert keys.facts(row, "words") == {"what": "MARKER call Ada", "outcome": "Spoke with Ada.", "contact": contact}
    line = Entry.objects.get(action="casework.task.done")
    assert line.detail == {"kind": "call_back", "action": ""}
    assert Case.objects.get(pk=case.pk).has_news, "a colleague did it"


def test_without_an_outcome_nothing_is_added_to_the_words(case, handler, keys):
    row = tasks.finish_task(task=add(case, handler), outcome="", **who(handler))
    assert keys.facts(row, "words") == {"what": "MARKER call Ada"}


def test_a_task_is_finished_once(case, handler, colleague):
    task = add(case, handler)
    tasks.finish_task(task=task, outcome="Spoke.", **who(handler))
    with pytest.raises(ActionRefused, match="already done"):
        tasks.finish_task(task=task, outcome="Again.", **who(colleague))
    assert Task.objects.get(pk=task.pk).done_by == handler
    assert Entry.objects.filter(action="casework.task.done").count() == 1

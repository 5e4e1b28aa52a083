"""Tests of adding, finding and finishing what is to do about a case."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from compliance.casework.choices import Status, TaskKind
from compliance.casework.models import Case, Task
from compliance.casework.services import tasks
from portal.core.exceptions import ActionRefused, RowGone
from portal.history.models import Entry
from tests.factories.casework import keys_of, taken_by
from tests.factories.merged import merge
from tests.factories.sharing import desk as unlocked_desk
from tests.support.threads import run_at_once

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


def test_a_task_that_a_merge_deletes_meanwhile_cannot_be_finished(at_desk):
    first, second = (at_desk.case(age_of_person="under_18") for _number in range(2))
    task = first.tasks.exclude(child_action="").first()
    merge(at_desk, first, second)
    with pytest.raises(RowGone):
        tasks.finish_task(task=task, outcome="Spoke.", actor=at_desk.handler, keys=at_desk.keys, at=at_desk.now)


@pytest.mark.django_db(transaction=True)
def test_a_task_that_is_finished_while_its_case_is_merged_stays_finished():
    """The merge seals open tasks anew: it wrote the task as it was before somebody finished it."""
    at, tries = unlocked_desk(), 10
    second = at.case()
    for _ in range(tries):
        first = at.case()
        task = Task.objects.select_related("case").get(pk=add(first, at.handler).pk)
        finish = {"task": task, "outcome": "Spoke.", "actor": at.handler, "keys": at.keys, "at": at.now}
        run_at_once([lambda first=first: merge(at, first, second), lambda finish=finish: tasks.finish_task(**finish)])
    done = Task.objects.filter(kind=TaskKind.CALL_BACK).select_related("case__data_key")
    assert [task.done_at is not None for task in done] == [True] * tries
    assert {at.keys.facts(task, "words")["outcome"] for task in done} == {"Spoke."}

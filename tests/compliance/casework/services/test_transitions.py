"""Tests of what every change of a case shares: the lock, the version, the table of steps, the news for its owner."""

import pytest
from django.http import Http404
from django.utils import timezone

from compliance.casework.choices import STATUS_STEPS, AlarmKind, NoteKind, Status
from compliance.casework.models import Alarm, Case, Note
from compliance.casework.services import notes, transitions
from portal.core.exceptions import ActionRefused, EditConflict, RowGone
from portal.history.models import Entry
from tests.factories.casework import taken_by
from tests.factories.merged import fresh, merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(handler) -> Case:
    return taken_by(handler)


def test_a_row_is_locked_as_it_is_now(case):
    Case.objects.filter(pk=case.pk).update(level="p1", version=7)
    current = transitions.lock_row(case)
    assert (current.level, current.version) == ("p1", 7)
    assert transitions.lock_row(case, 7).pk == case.pk


def test_an_older_version_is_a_conflict_that_carries_the_row_as_it_is(case):
    Case.objects.filter(pk=case.pk).update(version=7)
    with pytest.raises(EditConflict) as conflict:
        transitions.lock_row(case, 6)
    assert conflict.value.theirs.version == 7


@pytest.mark.parametrize("status", [Status.CLOSED, Status.MERGED])
def test_a_case_that_is_over_is_not_worked_on(case, status):
    Case.objects.filter(pk=case.pk).update(status=status, closed_at=timezone.now(), closure_reason="referred")
    with pytest.raises(ActionRefused, match="Reopen it first"):
        transitions.lock_open_case(case)


def test_of_a_row_that_came_by_a_merge_the_case_that_goes_on_is_locked(at_desk):
    first, second = at_desk.case(), at_desk.case()
    case = merge(at_desk, first, second)
    assert transitions.lock_open_case_of(Note(case=fresh(first))).pk == case.pk


@pytest.mark.parametrize("before", list(STATUS_STEPS))
@pytest.mark.parametrize("after", list(Status))
def test_a_case_takes_the_steps_of_the_table_and_no_other(before, after):
    case = Case(status=before)
    if after in STATUS_STEPS[before]:
        transitions.move_to_status(case, after)
        assert case.status == after
    else:
        with pytest.raises(ActionRefused, match="cannot go from"):
            transitions.move_to_status(case, after)
        assert case.status == before


def test_saving_is_one_version_more_with_its_line_and_ends_the_alarm(case, handler):
    Alarm.objects.create(kind=AlarmKind.NOT_OPENED, case=case, noticed_at=timezone.now())
    before = case.version
    transitions.save_case(transitions.lock_row(case), handler, "casework.case.coded", timezone.now(), fields="sectors")
    assert fresh(case).version == before + 1
    assert not Alarm.objects.filter(case=case).exists()
    line = Entry.objects.get(action="casework.case.coded")
    assert (line.actor_id, line.detail) == (handler.pk, {"fields": "sectors"})


@pytest.mark.parametrize(("is_by_owner", "is_news"), [(True, False), (False, True)])
def test_what_somebody_else_does_is_news_for_the_owner(case, handler, colleague, is_by_owner, is_news):
    actor = handler if is_by_owner else colleague
    transitions.save_case(transitions.lock_row(case), actor, "casework.case.coded", timezone.now())
    assert fresh(case).has_news is is_news


def test_what_nobody_does_is_news_too_and_a_case_without_an_owner_has_none(case):
    transitions.record_act(case, "system", "casework.note.added", timezone.now())
    assert fresh(case).has_news
    Case.objects.filter(pk=case.pk).update(owner=None, has_news=False)
    transitions.record_act(fresh(case), "system", "casework.note.added", timezone.now())
    assert not fresh(case).has_news


def test_an_act_in_a_merged_case_is_news_of_the_one_that_goes_on(at_desk):
    first, second = at_desk.case(), at_desk.case()
    case = merge(at_desk, first, second)
    Case.objects.update(has_news=False)
    version = case.version
    transitions.record_act(fresh(first), at_desk.lead, "casework.task.added", at_desk.now, kind="review")
    assert fresh(second).has_news and fresh(second).version == version
    line = Entry.objects.get(action="casework.task.added", object_uuid=first.pk)
    assert line.detail == {"kind": "review"}


def test_a_row_that_is_gone_refuses_and_a_page_without_words_for_it_is_not_there(case, handler, keys):
    note = notes.add_note(case=case, kind=NoteKind.LOG, text="Spoke.", actor=handler, keys=keys, at=timezone.now())
    Note.objects.filter(pk=note.pk).delete()
    with pytest.raises(RowGone, match="has just been deleted") as refusal:
        transitions.lock_row(note)
    assert isinstance(refusal.value, ActionRefused) and isinstance(refusal.value, Http404)

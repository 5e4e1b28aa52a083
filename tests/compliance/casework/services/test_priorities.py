"""Tests of levels, ages and coded facts as a handler, a colleague and a lead change them."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.choices import NoteKind
from compliance.casework.models import Approval, Case, Note
from compliance.casework.services import decisions
from tests.factories.casework import CHILD, keys_of, taken_by

pytestmark = pytest.mark.django_db


def at(name: str, case, *args) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *args])


def fresh(case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_higher_level_is_set_at_once_with_a_new_deadline_and_a_decision(desk, handler):
    case = taken_by(handler)
    answer = desk.post(at("level", case), {"level": "p1", "reason": "He is outside the door.", "version": case.version})
    assert answer.status_code == 303
    after = fresh(case)
    assert after.level == "p1"
    assert after.due_at < case.due_at
    assert Note.objects.get(case=case).kind == NoteKind.DECISION


def test_lowering_a_case_with_a_child_waits_for_a_lead(desk, handler, lead):
    case = taken_by(handler, **(CHILD | {"danger_level": "happening_now"}))
    assert case.level == "p1"
    desk.post(at("level", case), {"level": "p2", "reason": "She is with the council.", "version": case.version})
    assert fresh(case).level == "p1"
    approval = Approval.objects.get(case=case)
    given = {"is_yes": True, "answer": "", "actor": lead, "keys": keys_of(lead), "at": timezone.now()}
    decisions.decide_and_apply(approval=approval, **given)
    assert fresh(case).level == "p2"


def test_a_case_with_a_child_is_never_calmer_than_2(desk, handler):
    case = taken_by(handler, **CHILD)
    answer = desk.post(at("level", case), {"level": "p3", "reason": "x", "version": case.version})
    assert answer.status_code == 422
    assert "cannot be less urgent than level 2" in answer.text
    assert fresh(case).level == "p2"


def test_a_child_after_all_raises_the_level_and_adds_what_has_to_be_done(desk, handler):
    case = taken_by(handler)
    desk.post(at("age", case), {"age": "under_18", "reason": "They said 16.", "version": case.version})
    after = fresh(case)
    assert (after.level, after.age_of_person) == ("p2", "under_18")
    assert after.tasks.exclude(child_action="").count() == 2


def test_only_a_lead_decides_that_nobody_is_a_child(desk, lead_desk, handler):
    case = taken_by(handler, **CHILD)
    given = {"age": "adult", "reason": "Passport seen.", "version": case.version}
    assert desk.post(at("age", case), given).status_code == 422
    assert lead_desk.post(at("age", case), given).status_code == 303
    assert fresh(case).age_of_person == "adult"


def test_who_saves_second_is_told_and_loses_nothing(desk, lead_desk, handler):
    case = taken_by(handler)
    given = {"category": "labour_abuse", "danger_level": "unknown", "version": case.version}
    assert lead_desk.post(at("facts", case), given).status_code == 303
    answer = desk.post(at("facts", case), given | {"category": "modern_slavery"})
    assert answer.status_code == 409
    assert "A colleague has changed this since you opened it" in answer.text
    assert fresh(case).category == "labour_abuse"
    version = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    assert desk.post(at("facts", case), given | {"category": "modern_slavery", "version": version}).status_code == 303
    assert fresh(case).category == "modern_slavery"

"""Tests of claiming a concern: one press makes the case, and exactly one colleague wins."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from compliance.casework.models import Case, Contact, Task
from compliance.casework.services import claim
from compliance.concerns.models import Concern
from portal.core.exceptions import ActionRefused
from tests.factories.casework import CHILD, NOW, keys_of, taken_by, tell

pytestmark = pytest.mark.django_db


def test_taking_makes_a_case_with_what_was_told(handler):
    concern = tell(CHILD).concern
    case = taken_by(handler, concern)
    assert case.owner == handler
    assert case.reference.startswith("MSH-")
    assert len(case.reference) == 12
    assert (case.level, case.age_of_person, case.exploitation_types) == ("p2", "not_sure", ["labour"])
    assert case.is_first_action_in_time
    contact = Contact.objects.get(case=case)
    assert contact.concern == concern
    assert {task.child_action for task in Task.objects.filter(case=case)} == {
        "la_children_contacted",
        "la_contact_recorded",
    }
    concern.refresh_from_db()
    assert concern.status == "looked_at"


def test_late_taking_is_counted_as_late(handler):
    case = taken_by(handler, tell(NOW, at=timezone.now() - timedelta(minutes=16)).concern)
    assert case.is_first_action_in_time is False


def test_the_second_who_takes_is_told_that_a_colleague_was_first(handler, colleague, colleague_desk):
    concern = tell().concern
    taken_by(handler, concern)
    answer = colleague_desk.post(reverse("desk:take", args=[concern.pk]), follow=True)
    assert "A colleague has just taken it." in answer.text
    assert Case.objects.count() == 1


def test_the_database_lets_one_contact_of_a_concern_be(handler, colleague):
    concern = tell().concern
    taken_by(handler, concern)
    with pytest.raises(ActionRefused):
        claim.claim_concern(
            concern=concern, actor=colleague, keys=keys_of(colleague), at=timezone.now(), contact_id=uuid4()
        )


@pytest.mark.django_db(transaction=True)
def test_of_several_who_take_at_once_exactly_one_wins(handler, colleague):
    concern = tell().concern
    keys = {person.pk: keys_of(person) for person in (handler, colleague)}
    start, results = Barrier(4), []

    def take(person):
        start.wait()
        try:
            claim.claim_concern(
                concern=Concern.objects.get(pk=concern.pk), actor=person, keys=keys[person.pk], at=timezone.now()
            )
            results.append("won")
        except ActionRefused:
            results.append("told")
        finally:
            connections.close_all()

    threads = [Thread(target=take, args=[person]) for person in (handler, colleague) * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["told", "told", "told", "won"]
    assert Case.objects.count() == 1

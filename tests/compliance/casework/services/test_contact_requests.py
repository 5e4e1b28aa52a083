"""“Call me” reaches the desk and stays there until somebody says what came of it.

See docs/requirements/helpline.md#wish-to-be-called.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.choices import TaskKind
from compliance.casework.models import Task
from compliance.casework.services import closing, contact_requests, tasks
from compliance.casework.sweep import sweep
from compliance.concerns.services import dialogue
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories.casework import coded, keys_of, taken_by, tell

pytestmark = pytest.mark.django_db
# What the form of a report keeps of somebody who ticked it and said nothing else of how to reach them.
WISH = {
    "wants_call": True,
    "contact_method": [],
    "contact_safety": ["safe_windows"],
    "safe_times": "after 9pm, Mondays before 8am",
}


@pytest.fixture
def told(vault):
    return tell(**WISH)


@pytest.fixture
def case(told, handler):
    return taken_by(handler, told.concern)


def get_request() -> Task:
    return Task.objects.select_related("case__data_key").get(kind=TaskKind.CONTACT_REQUEST)


def finish(user, outcome: str) -> Task:
    return tasks.finish_task(task=get_request(), outcome=outcome, actor=user, keys=keys_of(user), at=timezone.now())


def test_it_is_one_task_of_the_case_and_a_line_of_its_timeline(case, handler):
    task = get_request()
    assert (task.case, task.owner, task.due_at, task.done_at) == (case, handler, case.due_at, None)
    assert Entry.objects.filter(action="casework.task.added", detail__kind="contact_request").count() == 1
    contact_requests.add_request(case.contacts.get(), actor=handler, at=timezone.now())
    assert Task.objects.filter(kind=TaskKind.CONTACT_REQUEST).count() == 1


def test_who_did_not_ask_makes_none(vault, handler):
    taken_by(handler, tell().concern)
    assert not Task.objects.filter(kind=TaskKind.CONTACT_REQUEST).exists()


def test_the_queue_says_it_before_and_after_somebody_takes_it(told, desk, handler):
    assert "Asked for a call" in desk.get(reverse("desk:queue")).content.decode()
    taken_by(handler, told.concern)
    assert "Asked for a call" in desk.get(reverse("desk:queue")).content.decode()
    finish(handler, "Spoke.")
    assert "Asked for a call" not in desk.get(reverse("desk:queue")).content.decode()


def test_the_summary_shows_it_with_the_hours_until_it_is_done(case, desk, handler):
    page = desk.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "They asked us to call them." in page and "after 9pm, Mondays before 8am" in page
    finish(handler, "Spoke.")
    assert "They asked us to call them." not in desk.get(reverse("cases:case", args=[case.pk])).content.decode()


def test_people_shows_the_phone_as_their_way(case, desk):
    page = desk.get(reverse("cases:people", args=[case.pk])).content.decode()
    assert "They asked us to call them." in page
    assert "Only by their code" not in page


def test_it_ends_by_an_outcome_only(case, desk, handler):
    with pytest.raises(ActionRefused, match="Enter what happened"):
        finish(handler, " ")
    address = reverse("cases:finish", args=[case.pk, get_request().pk])
    assert "Enter what happened" in desk.post(address, {"outcome": ""}).content.decode()
    assert get_request().done_at is None
    desk.post(address, {"outcome": "They are safe at their sister’s."})
    assert get_request().done_by == handler


def test_nobody_adds_one_by_hand(case, desk):
    page = desk.get(reverse("cases:task", args=[case.pk])).content.decode()
    assert 'value="contact_request"' not in page


def test_the_case_cannot_be_closed_over_it(case, handler):
    assert "contact_request" in closing.get_obstacles(coded(case))
    assert "contact_request" in closing.BLOCKING_OBSTACLES
    finish(handler, "Spoke.")
    assert "contact_request" not in closing.get_obstacles(coded(case))


def test_who_deletes_their_contact_details_takes_it_back(told, case, handler):
    sweep(timezone.now())
    assert get_request().done_at is None
    dialogue.delete_contact(told.concern, keys_of(handler).get_key(told.concern), now=timezone.now())
    sweep(timezone.now())
    task = get_request()
    assert (task.done_at.minute, task.done_at.second, task.done_by) == (0, 0, None)
    assert contact_requests.end_withdrawn_requests(timezone.now()) == 0

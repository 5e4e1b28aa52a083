"""What is done for a child: eight things, each recorded, and the council that was told.

See docs/requirements/helpline.md#child-actions, docs/requirements/helpline.md#closing.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.choices import ChildAction
from compliance.casework.models import Case, Task
from compliance.casework.services import children, closing
from compliance.referrals.services.nrm import packs
from tests.factories.casework import CHILD, keys_of, taken_by
from tests.factories.sharing import people

pytestmark = pytest.mark.django_db
COUNCIL = {
    "council": "E10000007",
    "phone": "01629 533190",
    "email": "starting.point@derbyshire.gov.uk",
    "first_name": "Ada",
    "last_name": "Moss",
}


@pytest.fixture
def case(handler) -> Case:
    return taken_by(handler, **CHILD)


def address(case, name="child", *more) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *more])


def task_of(case, action) -> Task:
    return Task.objects.get(case=case, child_action=action)


@pytest.mark.parametrize("action", [one for one in ChildAction if one != ChildAction.LA_CONTACT_RECORDED])
def test_each_is_recorded_from_the_actions_of_the_case(desk, case, action):
    assert address(case) in desk.get(address(case, "actions")).text
    answer = desk.post(address(case), {"action": action.value})
    task = task_of(case, action)
    assert answer["Location"] == address(case, "finish", task.pk)
    assert desk.post(answer["Location"], {"outcome": ""}).status_code == 422
    assert desk.post(answer["Location"], {"outcome": "Said so."}).status_code == 303
    assert task_of(case, action).done_at
    assert f'value="{action.value}"' not in desk.get(address(case)).text


def test_it_may_also_stay_a_task(desk, case):
    desk.post(address(case), {"action": "strategy_discussion"})
    desk.post(address(case), {"action": "strategy_discussion"})
    assert task_of(case, "strategy_discussion").done_at is None
    assert "child_action" in closing.get_obstacles(case)


def test_nothing_chosen_is_said_so(desk, case):
    answer = desk.post(address(case), {})
    assert answer.status_code == 422
    assert "Select what was done or needs doing" in answer.text


def test_a_case_about_adults_has_no_such_page(desk, handler):
    case = taken_by(handler)
    assert desk.get(address(case)).status_code == 404
    assert address(case) not in desk.get(address(case, "actions")).text


# --- The council ---------------------------------------------------------------------------------------------------


def test_the_council_is_not_told_by_two_empty_presses(desk, case):
    for action, errors in (
        ("la_children_contacted", ["Enter what was done"]),
        (
            "la_contact_recorded",
            ["Enter the council or Trust’s phone number", "Enter the council or Trust’s email address"],
        ),
    ):
        answer = desk.post(address(case, "finish", task_of(case, action).pk), {"outcome": ""})
        assert answer.status_code == 422
        for error in errors:
            assert error in answer.text
    assert "child_action" in closing.get_obstacles(case)


def test_the_council_of_the_place_is_chosen_beforehand(desk, case):
    page = desk.get(address(case, "finish", task_of(case, "la_contact_recorded").pk)).text
    assert '<option value="E10000007" selected>Derbyshire' in page


def test_whom_the_council_named_stands_in_the_case_and_in_the_pack(desk, handler, case):
    task = task_of(case, "la_contact_recorded")
    assert desk.post(address(case, "finish", task.pk), COUNCIL).status_code == 303
    assert b"Moss" not in bytes(task_of(case, "la_contact_recorded").words)
    assert (
        "Derbyshire, Ada Moss, 01629 533190, starting.point@derbyshire.gov.uk"
        in desk.get(address(case, "actions")).text
    )
    keys, now = keys_of(handler), timezone.now()
    group = people(case, keys, still_in_situation="no")
    pack = packs.start_pack(
        case=case, group=group, age="not_sure", consents="", helps_authorities=False, facts={}, words="",
        actor=handler, keys=keys, at=now,
    )  # fmt: skip
    said = packs.get_answers(packs.find_pack(case, pack.pk), keys)
    part = "local-authority-contacted-about-child-local-authority-{}".format
    assert [said[part(name)]["value"] for name in ("name", "phone", "email", "first-name", "last-name")] == list(
        COUNCIL.values()
    )


def test_first_and_last_name_may_stay_empty(desk, handler, case):
    task = task_of(case, "la_contact_recorded")
    given = COUNCIL | {"first_name": "", "last_name": ""}
    assert desk.post(address(case, "finish", task.pk), given).status_code == 303
    case.refresh_from_db()
    assert set(children.get_council_contact(case, keys_of(handler))) == {"name", "phone", "email"}

"""Who acts on whose case: rescue waits for no owner, and the case stays its owner's.

See docs/requirements/helpline.md#acting-on-a-case.
"""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.casework import permissions
from compliance.casework.choices import Marking
from compliance.casework.models import Case, Contact, Task
from compliance.casework.selectors import concerns as selectors_concerns
from compliance.casework.services import assignment, priorities, restrictions
from compliance.concerns.choices import Author
from compliance.concerns.services import dialogue
from compliance.referrals.models import Referral
from portal.core.exceptions import ActionRefused
from portal.history.models import Entry
from tests.factories.casework import CHILD, keys_of, taken_by

pytestmark = pytest.mark.django_db
OPEN_TO_ALL = ("level", "age", "note", "task", "call", "signpost", "refer", "consent", "file_add")
OF_THE_OWNER = ("facts", "summarise", "status", "assign", "close", "restrict", "lift", "reader", "merge", "reopen")


@pytest.fixture
def case(handler) -> Case:
    return taken_by(handler)


def at(name: str, case: Case, *more) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *more])


def news(case: Case) -> bool:
    return Case.objects.get(pk=case.pk).has_news


@pytest.mark.parametrize("act", OPEN_TO_ALL)
def test_any_handler_who_may_open_a_case_acts_on_it(colleague_desk, case, act):
    assert colleague_desk.get(at(act, case)).status_code == 200


@pytest.mark.parametrize("act", OF_THE_OWNER)
def test_whose_it_is_and_where_it_ends_is_the_owners(colleague_desk, case, act):
    assert colleague_desk.get(at(act, case)).status_code == 403


def test_who_may_not_open_it_may_not_act_on_it(colleague, colleague_desk, lead):
    case = taken_by(lead)
    restrictions.restrict_case(
        case=case, marking=Marking.RESTRICTED, reason="x", actor=lead, keys=keys_of(lead), at=timezone.now()
    )
    case.refresh_from_db()
    assert not permissions.can_act_on_case(colleague, case)
    for act in OPEN_TO_ALL:
        assert colleague_desk.post(at(act, case)).status_code == 404


def test_a_colleague_raises_the_level_and_cannot_make_it_calmer(colleague_desk, colleague, case):
    page = colleague_desk.get(at("level", case)).text
    assert 'value="p2"' in page
    assert 'value="p3"' not in page and 'value="p4"' not in page
    said = {"level": "p1", "reason": "They move them tonight.", "version": case.version}
    assert colleague_desk.post(at("level", case), said).status_code == 303
    now = Case.objects.get(pk=case.pk)
    assert (now.level, now.owner_id, now.has_news) == ("p1", case.owner_id, True)
    with pytest.raises(ActionRefused):
        priorities.change_level(
            case=now, level="p2", reason="x", actor=colleague, keys=keys_of(colleague), at=timezone.now(),
            version=now.version,
        )  # fmt: skip
    assert colleague_desk.get(at("level", case)).status_code == 403


def test_each_act_of_a_colleague_is_news_for_the_owner(colleague_desk, case, desk):
    task = Task.objects.create(case=case, kind="other", made_at=timezone.now())
    acts = {
        "note": (at("note", case), {"kind": "log", "text": "x"}),
        "task": (at("task", case), {"kind": "other", "what": "x"}),
        "finish": (at("finish", case, task.pk), {"outcome": "Done."}),
        "call": (at("call", case), {"outcome": "no_answer"}),
        "conversation": (
            at("conversation", case), {"act": "send", "text": "Thank you.", "language": "en", "token": uuid4()}
        ),
        "signpost": (
            at("signpost", case),
            {"kind": "guidance", "title": "x", "address": "y", "is_safe": "on", "token": uuid4()},
        ),
    }  # fmt: skip
    for name, (address, said) in acts.items():
        desk.get(at("case", case))
        assert not news(case)
        answer = colleague_desk.post(address, said)
        assert answer.status_code == 303, name
        assert news(case), name


def test_a_referral_by_a_colleague_is_news(colleague, case):
    from compliance.referrals.services import drafts

    drafts.start_draft(
        case=case, kind="referral", target={"target_type": "police", "name": "Derbyshire"}, actor=colleague,
        keys=keys_of(colleague), at=timezone.now(),
    )  # fmt: skip
    assert Referral.objects.get().made_by == colleague
    assert news(case)


def test_the_owners_own_acts_are_no_news(desk, case):
    desk.post(at("note", case), {"kind": "log", "text": "x"})
    desk.post(at("call", case), {"outcome": "no_answer"})
    assert Contact.objects.filter(case=case).count() == 2
    assert not news(case)


def test_a_case_that_was_given_to_somebody_is_news_to_them(lead, colleague, case):
    assignment.assign_case(case=case, owner=colleague, actor=lead, at=timezone.now())
    assert news(case)


def test_the_pages_offer_each_person_only_what_they_may_press(desk, colleague_desk, handler):
    case = taken_by(handler, **CHILD)
    offered = {"child", "refer", "call", "task", "level", "age"}
    kept = {"status", "assign", "merge", "close"}
    mine, theirs = desk.get(at("actions", case)).text, colleague_desk.get(at("actions", case)).text
    for act in offered:
        assert at(act, case) in mine and at(act, case) in theirs
    for act in kept:
        assert at(act, case) in mine and at(act, case) not in theirs
    assert "Raise the level" in theirs and "Change the level" in mine
    for tab, acts, closed in (
        ("referrals", ("refer", "consent"), ("nrm_begin",)),
        ("sharing", ("signpost",), ("reader", "restrict")),
        ("files", ("file_add",), ()),
        ("timeline", ("call", "note"), ()),
        ("case", (), ("facts", "summarise")),
    ):
        text = colleague_desk.get(at(tab, case)).text
        for act in acts:
            assert at(act, case) in text
        for act in closed:
            assert at(act, case) not in text
    assert "Write to the reporter" in colleague_desk.get(at("conversation", case)).text


def test_at_level_1_there_is_nothing_to_raise(colleague_desk, case):
    Case.objects.filter(pk=case.pk).update(level="p1")
    assert at("level", case) not in colleague_desk.get(at("actions", case)).text


# --- Whose mark it is ----------------------------------------------------------------------------------------------


def test_a_colleague_who_looks_leaves_the_owner_the_mark_of_a_new_message(
    desk, colleague_desk, lead_desk, handler, case
):
    concern = selectors_concerns.get_concerns(case)[0]
    dialogue.add_message(
        concern, keys_of(handler).get_key(concern), author=Author.REPORTER, text="They moved us.", now=timezone.now()
    )
    for other in (colleague_desk, lead_desk):
        assert "They moved us." in other.get(at("conversation", case)).text
    assert "New message" in desk.get("/desk/").text
    desk.get(at("conversation", case))
    assert "New message" not in desk.get("/desk/").text


# --- Every refusal is a line ---------------------------------------------------------------------------------------


def test_each_case_that_somebody_tried_to_change_is_a_line_of_its_own(colleague, colleague_desk, handler):
    cases = [taken_by(handler) for _number in range(3)]
    for case in cases:
        for _again in range(2):
            assert colleague_desk.get(at("close", case)).status_code == 403
    lines = Entry.objects.filter(action="casework.case.change_refused")
    assert {line.object_uuid for line in lines} == {case.pk for case in cases}
    assert {line.actor_id for line in lines} == {colleague.pk}
    assert lines.count() == 3


def test_a_signed_out_browser_acts_on_nothing(case):
    assert Client().post(at("note", case), {"kind": "log", "text": "x"}).status_code == 302

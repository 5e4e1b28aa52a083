"""Harm: somebody says that a child is in danger, the browser dies, and nobody at the desk knows that there was a call.

See docs/requirements/helpline.md#unfinished-calls.
"""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.casework.choices import AlarmKind
from compliance.casework.models import Alarm, CallDraft, Contact
from compliance.casework.rules import open_calls as rules
from compliance.casework.services import calls, on_call_alerts
from compliance.casework.sweep import sweep
from portal.vault.models import Unlock
from tests.factories.casework import CHILD, NOW, keys_of, tell, unlock

pytestmark = pytest.mark.django_db
WORDS = "MARKER-words"
DANGER = {"danger_level": "happening_now", "account": WORDS}


@pytest.fixture
def at():
    return timezone.now()


def typed(handler, at, **answers) -> CallDraft:
    draft = calls.start_call(handler=handler, at=at)
    calls.save_draft(draft, answers or DANGER, at=at)
    return CallDraft.objects.get(pk=draft.pk)


def take_over(draft) -> str:
    return reverse("desk:call_take_over", args=[draft.pk])


# --- What is urgent ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ({}, "p3"),
        ({"danger_level": "happening_now"}, "p1"),
        ({"danger_level": "within_24h"}, "p2"),
        ({"age_of_person": "under_18"}, "p2"),
        ({"age_of_person": "not_sure"}, "p2"),
        ({"age_of_person": "adult", "danger_level": "not_immediate"}, "p3"),
        ({"purpose": "information"}, "p4"),
    ],
)
def test_each_save_keeps_the_level_as_typed(handler, at, answers, level):
    draft = typed(handler, at, began_at="", **answers)
    expected = (level, answers.get("danger_level", ""), answers.get("age_of_person", ""))
    assert (draft.level, draft.danger_level, draft.age_of_person) == expected


def test_what_is_no_answer_of_the_form_is_not_kept_in_the_clear(handler, at):
    draft = typed(handler, at, danger_level=WORDS, age_of_person=WORDS)
    assert (draft.danger_level, draft.age_of_person) == ("", "")


def test_the_words_stay_sealed(handler, at):
    typed(handler, at)
    clear = CallDraft.objects.values().get()
    assert WORDS not in str({name: value for name, value in clear.items() if name != "answers"})


@pytest.mark.parametrize("is_own", [True, False])
@pytest.mark.parametrize("is_lead", [True, False])
@pytest.mark.parametrize("is_owner_at_desk", [True, False])
@pytest.mark.parametrize("minutes", [4, 5])
@pytest.mark.parametrize("level", ["p1", "p2", "p3", ""])
def test_who_may_take_over(at, is_own, is_lead, is_owner_at_desk, minutes, level):
    may = rules.may_take_over(
        level=level,
        saved_at=at - timedelta(minutes=minutes),
        now=at,
        is_own=is_own,
        is_lead=is_lead,
        is_owner_at_desk=is_owner_at_desk,
    )
    is_urgent = level in {"p1", "p2"}
    assert may == (is_urgent and not is_own and (is_lead or (minutes >= 5 and not is_owner_at_desk)))


# --- The queue --------------------------------------------------------------------------------------------------------


def test_it_is_in_the_queue_from_the_moment_danger_is_ticked(desk, colleague_desk, handler):
    desk.post("/desk/calls/begin/")
    draft = CallDraft.objects.get()
    assert "Call in progress" not in colleague_desk.get("/desk/").text
    mark = colleague_desk.get("/desk/mark/").json()["mark"]
    desk.post(reverse("desk:call_save", args=[draft.token]), DANGER)
    page = colleague_desk.get("/desk/").text
    assert f"Call in progress by {handler}" in page and "All (1)" in page
    assert WORDS not in page and str(draft.token) not in page
    assert colleague_desk.get("/desk/mark/").json()["mark"] != mark
    assert "Continue the call" in desk.get("/desk/").text


def test_after_five_minutes_it_is_left_open_and_nobodys(colleague_desk, handler, at):
    typed(handler, at - timedelta(minutes=5))
    assert f"Call left open by {handler}" in colleague_desk.get("/desk/?show=unassigned").text
    assert "Call left open" not in colleague_desk.get("/desk/?show=waiting").text


def test_it_is_first_of_its_level(colleague_desk, handler, at):
    tell(CHILD), tell(NOW)
    typed(handler, at, age_of_person="not_sure")
    typed(handler, at, danger_level="happening_now", age_of_person="adult")
    page = colleague_desk.get("/desk/").text
    rows = page[page.index("<tbody") :].split("<tr")[1:]
    kinds = ["call" if "Call in progress" in row else "concern" for row in rows]
    assert kinds == ["call", "concern", "call", "concern"]


@pytest.mark.parametrize(("level", "is_there"), [("p1", True), ("p2", False)])
def test_a_filter_by_level_applies_and_one_by_place_hides_nothing(colleague_desk, handler, at, level, is_there):
    typed(handler, at)
    assert ("Call in progress" in colleague_desk.get(f"/desk/?level={level}").text) is is_there
    assert "Call in progress" in colleague_desk.get("/desk/?region=london").text


# --- The alarm --------------------------------------------------------------------------------------------------------


def test_untouched_for_five_minutes_it_alerts_the_people_on_call(
    handler, colleague_desk, at, settings, django_capture_on_commit_callbacks
):
    settings.ON_CALL_EMAILS, settings.ON_CALL_WEBHOOK = ["on-call@helpline.example"], ""
    Unlock.objects.update(idle_until=at + timedelta(hours=9), ends_at=at + timedelta(hours=9))
    draft = typed(handler, at)

    def watch(minutes: int) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return on_call_alerts.watch(at + timedelta(minutes=minutes))

    assert [watch(minutes) for minutes in (0, 4, 5, 6)] == [0, 0, 1, 0]
    assert Alarm.objects.get().kind == AlarmKind.CALL_LEFT_OPEN
    assert len(mail.outbox) == 1 and WORDS not in mail.outbox[0].body
    assert "1 call form about someone at risk was left open" in colleague_desk.get("/desk/find/").text
    calls.save_draft(draft, DANGER, at=at + timedelta(minutes=7))
    assert watch(7) == 0 and not Alarm.objects.exists()


def test_a_form_about_nobody_at_risk_wakes_nobody(handler, desk, at):
    typed(handler, at, account=WORDS)
    on_call_alerts.watch(at + timedelta(minutes=6))
    assert not Alarm.objects.filter(kind=AlarmKind.CALL_LEFT_OPEN).exists()


# --- Taking over ------------------------------------------------------------------------------------------------------


def test_a_lead_takes_it_over_and_reads_it(lead_desk, handler, at):
    draft = typed(handler, at)
    assert "Take over" in lead_desk.get("/desk/").text
    address = lead_desk.post(take_over(draft))["Location"]
    assert WORDS in lead_desk.get(address).text


def test_a_handler_only_where_it_was_left_and_its_owner_is_not_at_the_desk(colleague_desk, handler, at):
    draft = typed(handler, at - timedelta(minutes=6))
    unlock(Client(), handler)
    assert colleague_desk.post(take_over(draft)).status_code == 403
    assert "Take over" not in colleague_desk.get("/desk/").text
    Unlock.objects.filter(handler_key__user=handler).delete()
    assert "Take over" in colleague_desk.get("/desk/").text
    assert colleague_desk.post(take_over(draft)).status_code == 303


def test_who_goes_on_typing_is_told_who_has_it_and_loses_no_word(lead_desk, desk, handler, lead, at):
    draft = typed(handler, at)
    lead_desk.post(take_over(draft))
    save = reverse("desk:call_save", args=[draft.token])
    for said in ("typed on", "typed on and on"):
        answer = desk.post(save, DANGER | {"account": said})
        assert answer.status_code == 409 and str(lead) in answer.json()["message"]
    # The session has ended meanwhile: the form itself says whose it was.
    assert Client().post(save, DANGER | {"account": "and on", "owner": str(handler.uuid)}).status_code == 409
    draft.refresh_from_db()
    assert calls.get_answers(draft, keys_of(lead))["account"] == WORDS
    address = desk.post(reverse("desk:call", args=[draft.token]), DANGER | {"account": "the last word"})["Location"]
    page = desk.get(address).text
    assert "the last word" in page and f"{lead} has taken over this call form" in page
    assert CallDraft.objects.count() == 2


def test_somebody_else_at_the_desk_still_does_not_find_the_form(lead_desk, colleague_desk, handler, at):
    draft = typed(handler, at)
    lead_desk.post(take_over(draft))
    assert colleague_desk.post(reverse("desk:call_save", args=[draft.token]), DANGER).status_code == 404


# --- The sweep --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "is_kept"), [("p1", True), ("p2", True), ("", True), ("p3", False), ("p4", False)])
def test_no_form_that_may_be_about_somebody_at_risk_is_deleted_unread(handler, at, level, is_kept):
    draft = typed(handler, at - timedelta(days=30))
    CallDraft.objects.filter(pk=draft.pk).update(level=level)
    sweep(at)
    assert CallDraft.objects.exists() is is_kept


def test_it_ends_without_a_case_only_with_a_reason_that_a_lead_reviews(desk, handler, at):
    draft = typed(handler, at)
    end = reverse("desk:call_end", args=[draft.token])
    assert desk.post(reverse("desk:call", args=[draft.token]), DANGER | {"act": "silent"})["Location"].startswith(end)
    assert desk.post(end, {"outcome": "information_given"}).status_code == 422
    desk.post(end, {"outcome": "information_given", "what_was_said": "A test.", "why_no_case": "No caller."})
    assert Contact.objects.get().review_due_at is not None

"""Somebody calls again: danger and age are asked anew, and whatever became of the first contact leads to a case."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.casework.choices import AlarmKind, Closure, Marking, Status
from compliance.casework.models import Alarm, Case, Contact, Reporter
from compliance.casework.services import assignment, closing, on_call_alerts, restrictions
from portal.core.models import Outbox
from tests.factories.casework import CHILD, NOW, coded, keys_of, taken_by, tell

pytestmark = pytest.mark.django_db
CALM = {"danger_level": "not_immediate", "age_of_person": "adult"}
DANGER = {"danger_level": "happening_now", "age_of_person": "under_18"}
BANNER = "1 case has a caller in immediate danger"


def ring(client, known: str, act: str = "known", **said):
    return client.post(client.post("/desk/calls/begin/")["Location"], {"act": act, "known": known} | CALM | said)


def reference(case: Case) -> str:
    return case.contacts.get().reference


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_danger_and_age_are_asked_again(desk, handler):
    address = desk.post("/desk/calls/begin/")["Location"]
    answer = desk.post(address, {"act": "known", "known": reference(taken_by(handler)), "account": "MARKER-words"})
    assert answer.status_code == 422
    for said in ("Ask whether anyone is in danger now", "Ask whether anyone is under 18", "MARKER-words"):
        assert said in answer.text


def test_a_caller_in_danger_makes_a_colleagues_case_as_grave_as_that(desk, colleague):
    case = taken_by(colleague)
    assert (case.level, case.age_of_person) == ("p3", "adult")
    ring(desk, reference(case), **DANGER, account="He has a knife, the girl is 15.")
    after = fresh(case)
    assert (after.level, after.age_of_person, after.danger_level) == ("p1", "under_18", "happening_now")
    assert after.due_at < timezone.now() + timedelta(minutes=31)
    assert set(after.tasks.values_list("child_action", flat=True)) == {"la_children_contacted", "la_contact_recorded"}
    assert after.owner == colleague


@pytest.mark.parametrize(
    ("first", "said", "becomes"),
    [
        (CHILD, CALM, ("p2", "not_sure", "not_immediate")),
        (NOW, CALM, ("p1", "adult", "happening_now")),
        ({}, {"danger_level": "unknown", "age_of_person": "not_sure"}, ("p2", "not_sure", "unknown")),
        ({}, {"danger_level": "within_24h"}, ("p2", "adult", "within_24h")),
        (CHILD, {"still_in_situation": "yes"}, ("p1", "not_sure", "not_immediate")),
    ],
)
def test_the_graver_of_old_and_new_counts(desk, handler, first, said, becomes):
    case = taken_by(handler, **first)
    ring(desk, reference(case), **said)
    after = fresh(case)
    assert (after.level, after.age_of_person, after.danger_level) == becomes


def test_danger_of_the_first_call_does_not_undo_what_a_lead_decided_since(desk, handler):
    case = taken_by(handler, **NOW)
    Case.objects.filter(pk=case.pk).update(level="p2")
    ring(desk, reference(case))
    assert fresh(case).level == "p2"


def test_the_owner_sees_on_the_queue_that_somebody_called_and_no_more_once_they_looked(desk, colleague, colleague_desk):
    case = taken_by(colleague)
    assert ">Updated<" not in colleague_desk.get("/desk/").text
    ring(desk, reference(case))
    assert ">Updated<" in colleague_desk.get("/desk/").text
    page = reverse("cases:case", args=[case.pk])
    desk.get(page)
    assert ">Updated<" in colleague_desk.get("/desk/").text
    assert "Since you last looked" in colleague_desk.get(page).text
    assert "Since you last looked" not in colleague_desk.get(page).text
    assert ">Updated<" not in colleague_desk.get("/desk/").text


def test_ones_own_call_is_no_news(desk, handler):
    case = taken_by(handler)
    ring(desk, reference(case), **DANGER)
    assert not fresh(case).has_news
    assert not Alarm.objects.exists()


def test_danger_told_about_a_colleagues_case_raises_the_alarm_until_its_owner_looks(
    desk, colleague, colleague_desk, settings
):
    settings.ON_CALL_EMAILS = ["oncall@example.org"]
    case = taken_by(colleague)
    ring(desk, reference(case), **DANGER)
    assert BANNER in desk.get("/desk/find/").text
    now = timezone.now()
    assert on_call_alerts.watch(now + timedelta(minutes=4)) == 0
    assert on_call_alerts.watch(now + timedelta(minutes=6)) == 1
    assert Outbox.objects.filter(template="casework/on_call").count() == 1
    colleague_desk.get(reverse("cases:case", args=[case.pk]))
    assert BANNER not in desk.get("/desk/find/").text


def test_somebodys_act_ends_the_alarm_too(desk, colleague):
    case = taken_by(colleague)
    ring(desk, reference(case), **DANGER)
    desk.get(reverse("cases:case", args=[case.pk]))
    assert Alarm.objects.get().case == case
    desk.post(reverse("cases:note", args=[case.pk]), {"kind": "log", "text": "Police are on their way."})
    assert not Alarm.objects.exists()


def test_the_sweep_ends_an_alarm_whose_case_is_calmer_or_over(colleague):
    case = taken_by(colleague)
    on_call_alerts.raise_case_in_danger(case, at=timezone.now())
    on_call_alerts.watch(timezone.now())
    assert not Alarm.objects.filter(kind=AlarmKind.CASE_IN_DANGER).exists()


# --- What became of the first contact -----------------------------------------------------------------------------


def test_a_contact_without_a_case_comes_along_into_the_new_one(desk, handler):
    ending = desk.post(desk.post("/desk/calls/begin/")["Location"], {"act": "silent", "account": "Two taps."})
    explained = {"outcome": "silent", "what_was_said": "Nothing.", "why_no_case": "Nobody spoke."}
    desk.post(ending["Location"], explained)
    earlier = Contact.objects.get()
    answer = ring(desk, earlier.reference)
    case = Case.objects.get()
    assert answer["Location"] == reverse("cases:case", args=[case.pk])
    earlier.refresh_from_db()
    assert (earlier.case, earlier.keep_until, case.contacts.count()) == (case, None, 2)
    page = desk.get(answer["Location"]).text
    assert "This new case includes both contacts." in page
    assert "Two taps." in page


def test_opening_a_case_takes_such_a_contact_along_as_well(desk):
    desk.post(desk.post("/desk/calls/begin/")["Location"], {"act": "silent"})
    ring(desk, Contact.objects.get().reference, act="case")
    assert Case.objects.get().contacts.count() == 2


def test_a_concern_that_waits_is_taken_and_the_call_added(desk, handler):
    made = tell()
    answer = ring(desk, made.digits, **DANGER)
    case = Case.objects.get()
    assert answer["Location"] == reverse("cases:case", args=[case.pk])
    assert (case.owner, case.level, case.contacts.count()) == (handler, "p1", 2)
    assert Reporter.objects.get(case=case).concern == made.concern


def test_a_closed_case_is_named_in_a_new_one(desk, handler):
    old = coded(taken_by(handler))
    closing.close_case(
        case=old, reason=Closure.REFERRED, note="Done.", youngest_born=None, version=old.version,
        actor=handler, keys=keys_of(handler), at=timezone.now(),
    )  # fmt: skip
    answer = ring(desk, reference(old))
    new = Case.objects.exclude(pk=old.pk).get()
    assert answer["Location"] == reverse("cases:case", args=[new.pk])
    assert f"{old.reference} is closed, so this is a new case." in desk.get(answer["Location"]).text
    assert old.reference in desk.get(reverse("cases:timeline", args=[new.pk])).text
    assert old.contacts.count() == 1


def test_a_merged_case_leads_to_the_one_that_goes_on(desk, handler):
    old, into = taken_by(handler), taken_by(handler)
    Case.objects.filter(pk=old.pk).update(status=Status.MERGED, merged_into=into)
    assert ring(desk, old.reference)["Location"] == reverse("cases:case", args=[into.pk])
    assert into.contacts.count() == 2


def test_a_case_for_named_people_only_is_not_there_for_others(desk, lead):
    case = taken_by(lead)
    restrictions.restrict_case(
        case=case, marking=Marking.RESTRICTED, reason="x", actor=lead, keys=keys_of(lead), at=timezone.now()
    )
    answer = ring(desk, reference(case), account="MARKER-words")
    assert answer.status_code == 422
    assert "Ask the caller to say it again" in answer.text
    assert case.contacts.count() == 1


def test_a_case_that_nobody_has_sounds_the_alarm_until_somebody_takes_it(desk, colleague, colleague_desk):
    case = taken_by(colleague)
    assignment.assign_case(case=case, owner=None, actor=colleague, at=timezone.now())
    ring(desk, reference(case), **DANGER)
    assert BANNER in colleague_desk.get("/desk/find/").text
    colleague_desk.post(reverse("cases:pick_up", args=[case.pk]))
    assert BANNER not in colleague_desk.get("/desk/find/").text

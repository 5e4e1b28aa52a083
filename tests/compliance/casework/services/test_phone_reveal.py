"""Tests that a number is shown only once it is safe to call."""

import re

import pytest
from django.urls import reverse

from portal.history.models import Entry
from tests.factories.casework import taken_by

pytestmark = pytest.mark.django_db
NAME, NUMBER = "Robin Marker", "07700 900123"
TABS = ("case", "conversation", "people", "places", "timeline", "actions", "files", "sharing")


def told(action: str) -> list[Entry]:
    return list(Entry.objects.filter(action=action))


def concern_of(case):
    return case.contacts.get().concern_id


def number(case) -> str:
    return reverse("cases:number", args=[case.pk, "concern", concern_of(case)])


def test_do_not_phone_is_honoured_on_every_page_that_could_show_a_number(desk, handler):
    case = taken_by(handler, name=NAME, phone=NUMBER, contact_method=["secure_inbox"], contact_safety=[])
    reveal = reverse("cases:reveal", args=[case.pk, "concern", concern_of(case)])
    for answer in (
        desk.get(number(case)),
        desk.post(number(case), {"is_safe": "on", "how": "They said so."}),
        desk.post(reveal, {"reason": "call_back"}),
        desk.get(reverse("cases:people", args=[case.pk])),
    ):
        assert NUMBER not in answer.text
    assert "Do not phone." in desk.get(number(case)).text
    assert "Do not phone." in desk.get(reverse("cases:people", args=[case.pk])).text


def test_a_number_that_is_safe_at_any_time_is_shown_by_one_press(desk, handler):
    case = taken_by(handler, phone=NUMBER, contact_method=["phone"], contact_safety=["safe_anytime"])
    asked = desk.get(number(case)).text
    assert NUMBER not in asked
    assert re.search(r"It is \d\d:\d\d now, \w+day \d+ \w+, UK time\.", asked)
    assert NUMBER in desk.post(number(case)).text
    assert told("casework.number.shown")


def test_whoever_wrote_of_times_is_called_by_somebody_who_knows_that_it_is_safe(desk, handler):
    """Words are no clock: these name every minute of the day, and none of them is safe."""
    words = "Never 00:00-23:59, he is at home"
    case = taken_by(handler, phone=NUMBER, contact_method=["phone"], contact_safety=["safe_windows"], safe_times=words)
    asked = desk.get(number(case)).text
    assert words in asked and "Is it safe to call now?" in asked
    assert NUMBER not in desk.post(number(case)).text
    assert NUMBER not in desk.post(number(case), {"how": "x"}).text
    answer = desk.post(number(case), {"is_safe": "on", "how": "They just wrote that they are alone."})
    assert NUMBER in answer.text and words in answer.text
    assert "They just wrote that they are alone." in desk.get(reverse("cases:timeline", args=[case.pk])).text


def test_warnings_stand_on_top_of_every_page_of_the_case(desk, handler):
    case = taken_by(handler, contact_safety=["no_voicemail", "do_not_say_helpline"])
    for tab in TABS:
        text = desk.get(reverse(f"cases:{tab}", args=[case.pk])).text
        assert "Do not leave a voicemail" in text
        assert "Do not say who is calling" in text

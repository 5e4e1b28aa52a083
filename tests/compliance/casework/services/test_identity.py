"""Tests that a name is shown by a reason only, to whom it may be shown, and with a line of history."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.casework.services import case_facts
from portal.history.models import Entry
from tests.factories.accounts import sign_in
from tests.factories.casework import keys_of, taken_by

pytestmark = pytest.mark.django_db
NAME, NUMBER = "Robin Marker", "07700 900123"
TABS = ("case", "conversation", "people", "places", "timeline", "actions", "files", "sharing")


def told(action: str) -> list[Entry]:
    return list(Entry.objects.filter(action=action))


def concern_of(case):
    return case.contacts.get().concern_id


def test_no_tab_shows_a_name_or_a_number(desk, handler):
    case = taken_by(handler, name=NAME, phone=NUMBER)
    for tab in TABS:
        text = desk.get(reverse(f"cases:{tab}", args=[case.pk])).text
        assert NAME not in text
        assert NUMBER not in text


def test_a_name_is_shown_by_a_reason_and_leaves_a_line_without_it(desk, handler):
    case = taken_by(handler, name=NAME, phone=NUMBER)
    address = reverse("cases:reveal", args=[case.pk, "concern", concern_of(case)])
    assert NAME not in desk.get(address).text
    assert desk.post(address, {"words": "x"}).status_code == 422
    answer = desk.post(address, {"reason": "safety", "words": "MARKER why"})
    assert NAME in answer.text
    assert NUMBER not in answer.text
    (line,) = told("casework.identity.revealed")
    assert line.detail == {"whose": "concern", "reason": "safety"}
    assert NAME not in str(line.detail) + line.object_label
    assert "MARKER why" in desk.get(reverse("cases:timeline", args=[case.pk])).text


def test_showing_a_name_asks_again_who_is_there(handler):
    from tests.factories.casework import unlock_signed_in

    case = taken_by(handler, name=NAME)
    client = sign_in(Client(), handler, seconds_ago=3600)
    unlock_signed_in(client, handler)
    answer = client.get(reverse("cases:reveal", args=[case.pk, "concern", concern_of(case)]))
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]


def test_the_name_of_somebody_affected_is_shown_in_the_same_way(desk, handler):
    case = taken_by(handler, pv_count_mode="exact", pv_count_min=1)
    group = case.persongroups.get()
    person = case_facts.save_identity(group=group, details={"name": "Ana Marker"}, actor=handler, at=timezone.now())
    assert "Ana Marker" not in desk.get(reverse("cases:people", args=[case.pk])).text
    address = reverse("cases:reveal", args=[case.pk, "person", person.pk])
    assert "Ana Marker" in desk.post(address, {"reason": "referral"}).text


def test_a_name_of_another_case_is_not_there(desk, handler):
    case, other = taken_by(handler), taken_by(handler)
    for kind in ("concern", "person", "reporter", "other"):
        address = reverse("cases:reveal", args=[case.pk, kind, concern_of(other)])
        assert desk.post(address, {"reason": "safety"}).status_code == 404


def test_what_the_reporter_takes_back_is_gone_from_the_desk_too(desk, handler):
    from compliance.concerns.services import dialogue

    case = taken_by(handler, name=NAME)
    concern = case.contacts.get().concern
    dialogue.delete_contact(concern, keys_of(handler).get_key(concern), now=timezone.now())
    answer = desk.post(reverse("cases:reveal", args=[case.pk, "concern", concern.pk]), {"reason": "safety"})
    assert NAME not in answer.text
    assert "They left no name." in answer.text

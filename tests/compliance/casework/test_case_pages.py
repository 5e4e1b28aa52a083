"""Working on a case: levels, coded facts, notes, tasks, messages, help that is named, who saved first."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from compliance.casework.models import Case, Signpost
from tests.factories.casework import NOW, taken_by

pytestmark = pytest.mark.django_db


def at(name: str, case, *args) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *args])


def fresh(case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_message_sent_twice_is_said_once_and_reaches_the_conversation(desk, handler):
    case = taken_by(handler)
    given = {"text": "Thank you. Look again tomorrow.", "token": str(uuid4()), "is_told": "on", "act": "send"}
    for _ in range(2):
        assert desk.post(at("conversation", case), given).status_code == 303
    assert desk.get(at("conversation", case)).text.count("Thank you. Look again tomorrow.") == 1
    assert fresh(case).is_told


def test_an_empty_message_says_what_to_do(desk, handler):
    case = taken_by(handler)
    answer = desk.post(at("conversation", case), {"text": " ", "token": str(uuid4())})
    assert answer.status_code == 422
    assert "Enter a message" in answer.text


def test_help_that_is_named_is_kept_and_told_once_it_is_safe(desk, handler):
    case = taken_by(handler)
    given = {
        "kind": "service",
        "code": "helpline",
        "title": "A refuge line",
        "address": "0800 000 0000",
        "token": str(uuid4()),
    }
    assert desk.post(at("signpost", case), given).status_code == 422
    for _ in range(2):
        desk.post(at("signpost", case), given | {"is_safe": "on"})
    assert Signpost.objects.count() == 1
    assert "A refuge line" in desk.get(at("sharing", case)).text
    assert desk.get(at("conversation", case)).text.count("A refuge line") == 1


def test_a_call_is_noted_with_its_next_try(desk, handler):
    case = taken_by(handler)
    given = {"outcome": "no_answer", "words": "Rang ten times.", "next_on_day": "27", "next_on_month": "11"}
    desk.post(at("call", case), given | {"next_on_year": "2026", "next_time": "14:30"})
    assert "Rang ten times." in desk.get(at("timeline", case)).text
    assert "27 November, 14:30" in desk.get(at("actions", case)).text


def test_a_place_with_another_force_than_the_councils_says_why(desk, handler):
    case = taken_by(handler)
    place = {"role": "current", "council": "E07000034", "force": "met", "town": "Chesterfield"}
    from portal.reference import places

    other = next(code for code in places.get_police_forces() if code != places.get_council("E07000034").police_force)
    answer = desk.post(at("describe", case, "place"), place | {"force": other})
    assert answer.status_code == 422
    assert "Enter why you chose another force" in answer.text
    saved = desk.post(at("describe", case, "place"), place | {"force": "", "postcode": "S40 1AA"})
    assert saved.status_code == 303
    assert "Derbyshire Constabulary" in desk.get(at("places", case)).text


@pytest.mark.parametrize(
    ("what", "given"),
    [
        ("people", {"count_mode": "exact", "count_min": "3", "description": "Three men"}),
        ("exploiter", {"name": "A man called Uncle", "count": "1"}),
        ("supply", {"business": "Made-up Packers", "tier": "tier_1"}),
    ],
)
def test_a_description_is_added_changed_and_removed(desk, handler, what, given):
    case = taken_by(handler)
    tab = {"people": "people", "exploiter": "people", "supply": "case"}[what]
    words = next(value for value in given.values() if " " in value or "-" in value)
    assert desk.post(at("describe", case, what), given).status_code == 303
    page = desk.get(at(tab, case)).text
    assert words in page
    change = re.search(rf'/desk/cases/{case.pk}/describe/{what}/([0-9a-f-]+)/"', page)[0].rstrip('"')
    version = re.search(r'name="version" value="(\d+)"', desk.get(change).text)
    sent = given | {key: value.replace("a", "ä") for key, value in given.items() if value == words}
    assert desk.post(change, sent | ({"version": version[1]} if version else {})).status_code == 303
    assert words.replace("a", "ä") in desk.get(at(tab, case)).text
    desk.post(f"{change}remove/")
    assert words.replace("a", "ä") not in desk.get(at(tab, case)).text


def test_signs_are_coded_and_speak_for_a_kind_that_the_handler_decides(desk, handler):
    case = taken_by(handler)
    desk.post(at("signs", case, "ilo_indicator"), {"codes": ["document_retention"]})
    assert "The coded signs suggest “Modern slavery”" in desk.get(at("case", case)).text
    assert fresh(case).category == ""


def test_hostile_words_are_shown_as_words(desk, handler):
    case = taken_by(handler, account="<script>alert(1)</script>{{ 7|add:7 }}")
    text = desk.get(at("case", case)).text
    assert "<script>alert(1)" not in text
    assert "{{ 7|add:7 }}" in text


def test_immediate_danger_is_said_in_the_identity_bar(desk, handler):
    case = taken_by(handler, **NOW)
    text = desk.get(at("timeline", case)).text
    assert "1 Immediate" in text
    assert "Danger now" in text

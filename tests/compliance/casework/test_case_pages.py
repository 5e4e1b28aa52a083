"""Working on a case: levels, coded facts, notes, tasks, messages, help that is named, who saved first."""

import re
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from compliance.casework.choices import NoteKind
from compliance.casework.models import Approval, Case, Note, Signpost
from compliance.casework.services import decisions, notes
from tests.factories.casework import CHILD, NOW, keys_of, taken_by

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
    assert "never calmer than level 2" in answer.text
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
    assert "A colleague changed this meanwhile" in answer.text
    assert fresh(case).category == "labour_abuse"
    version = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    assert desk.post(at("facts", case), given | {"category": "modern_slavery", "version": version}).status_code == 303
    assert fresh(case).category == "modern_slavery"


@pytest.mark.parametrize("change", ["update", "save"])
def test_a_decision_can_never_be_changed(handler, change):
    case = taken_by(handler)
    note = notes.add_note(
        case=case,
        kind=NoteKind.DECISION,
        text="Council first.",
        actor=handler,
        keys=keys_of(handler),
        at=timezone.now(),
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        if change == "update":
            Note.objects.filter(pk=note.pk).update(text=b"x")
        else:
            note.kind = NoteKind.LOG
            note.save()
    assert (
        keys_of(handler).read(Note.objects.select_related("case__data_key").get(pk=note.pk), "text") == "Council first."
    )


def test_a_note_is_in_the_timeline_and_sealed_in_the_row(desk, handler):
    case = taken_by(handler)
    desk.post(at("note", case), {"kind": "log", "text": "MARKER-note"})
    assert "MARKER-note" in desk.get(at("timeline", case)).text
    assert b"MARKER" not in bytes(Note.objects.get().text)


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
    assert "Write the message" in answer.text


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
    assert "Write why another force" in answer.text
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
    assert "The coded signs speak for “Modern slavery”" in desk.get(at("case", case)).text
    assert fresh(case).category == ""


def test_nothing_moves_on_before_the_kind_of_case_is_known(desk, handler):
    case = taken_by(handler)
    assert desk.post(at("status", case), {"status": "triaged"}).status_code == 422
    Case.objects.filter(pk=case.pk).update(category="labour_abuse")
    assert desk.post(at("status", case), {"status": "triaged"}).status_code == 303
    assert desk.post(at("status", case), {"status": "triaged"}).status_code == 422


def test_hostile_words_are_shown_as_words(desk, handler):
    case = taken_by(handler, account="<script>alert(1)</script>{{ 7|add:7 }}")
    text = desk.get(at("case", case)).text
    assert "<script>alert(1)" not in text
    assert "{{ 7|add:7 }}" in text


def test_a_case_that_nobody_has_is_taken_by_one_press(desk, colleague_desk, handler, colleague):
    case = taken_by(handler)
    desk.post(at("assign", case), {"owner": ""})
    assert fresh(case).owner is None
    colleague_desk.post(at("pick_up", case))
    assert fresh(case).owner == colleague
    assert "A colleague has taken it just now." in desk.post(at("pick_up", case), follow=True).text


def test_immediate_danger_is_said_in_the_identity_bar(desk, handler):
    case = taken_by(handler, **NOW)
    text = desk.get(at("timeline", case)).text
    assert "1 Immediate" in text
    assert "Danger now" in text

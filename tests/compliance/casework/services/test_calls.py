"""A call: saved whatever locks, ended in one press without a case, opened as a case with a code to read aloud."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.casework.models import CallDraft, Case, Contact, Reporter, ReporterIdentity
from compliance.casework.services import calls
from portal.core.exceptions import RowGone
from portal.vault.kdf import RECEIPT_KDF, Busy
from portal.vault.models import DataKey
from tests.factories.accounts import UserFactory, sign_in
from tests.factories.casework import keys_of, taken_by, unlock, unlock_signed_in
from tests.factories.sharing import desk as unlocked_desk
from tests.support.meanwhile import do_meanwhile
from tests.support.threads import run_at_once

pytestmark = pytest.mark.django_db
SAID = {"danger_level": "not_immediate", "age_of_person": "adult", "account": "MARKER-words of the caller"}


def begun(client) -> str:
    return client.post("/desk/calls/begin/")["Location"]


def test_a_silent_call_is_one_press_after_the_call_began(desk):
    answer = desk.post(begun(desk), {"act": "silent"}, follow=True)
    contact = Contact.objects.get()
    assert (contact.outcome, contact.category, contact.case, bytes(contact.words)) == (
        "silent",
        "silent",
        None,
        b"",
    )
    assert contact.reference in answer.text
    assert not CallDraft.objects.exists()


def test_danger_and_age_alone_are_asked_for_at_the_end(desk):
    address = begun(desk)
    answer = desk.post(address, {"act": "case", "account": "MARKER-words"})
    assert answer.status_code == 422
    assert "Ask whether anyone is in danger now" in answer.text
    assert "Ask whether anyone is under 18" in answer.text
    assert "MARKER-words" in answer.text
    assert (
        desk.post(address, {"act": "case", "danger_level": "unknown", "age_of_person": "not_sure"}).status_code == 303
    )
    assert Case.objects.get().level == "p2"


def test_a_call_becomes_a_case_with_the_caller_kept_apart(desk, handler):
    given = SAID | {"act": "case", "name": "Robin Marker", "phone": "07700 900123", "contact_method": ["phone"]}
    desk.post(begun(desk), given)
    case = Case.objects.get()
    page = desk.get(reverse("cases:case", args=[case.pk])).text
    assert "MARKER-words of the caller" in page
    assert "Robin Marker" not in page
    assert "07700" not in desk.get(reverse("cases:people", args=[case.pk])).text
    identity = ReporterIdentity.objects.get(reporter=Reporter.objects.get(case=case))
    assert keys_of(handler).facts(identity, "details") == {"name": "Robin Marker", "phone": "07700 900123"}


def test_an_anonymous_caller_leaves_no_name(desk):
    answer = desk.post(begun(desk), SAID | {"act": "case", "identity_mode": "anonymous", "name": "Robin"})
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_a_code_is_shown_once_and_finds_the_case_again(desk):
    address = begun(desk)
    answer = desk.post(address, SAID | {"act": "case", "give_code": "on"})
    code = re.search(r"\d{4}(?: \d{4}){4}", answer.text)[0]
    case = Case.objects.get()
    again = desk.post(address, SAID | {"act": "case", "give_code": "on"})
    assert again["Location"] == reverse("cases:case", args=[case.pk])
    assert Case.objects.count() == 1
    found = desk.post("/desk/find/", {"said": code.replace(" ", "-")})
    assert found["Location"] == reverse("cases:case", args=[case.pk])
    assert "There is no conversation" not in desk.get(reverse("cases:conversation", args=[case.pk])).text


def test_without_room_for_a_code_what_was_typed_stays_and_the_page_says_what_to_do(desk, monkeypatch):
    def busy(*args, **kwargs):
        raise Busy

    monkeypatch.setattr(RECEIPT_KDF, "derive", busy)
    address = begun(desk)
    answer = desk.post(address, SAID | {"act": "case", "give_code": "on"})
    assert answer.status_code == 422
    assert "Try again, or open the case without one." in answer.text and SAID["account"] in answer.text
    assert not Case.objects.exists()
    desk.post(address, SAID | {"act": "case"})
    assert Case.objects.count() == 1


def test_a_form_handed_in_twice_is_one_contact(desk):
    address = begun(desk)
    answers = [desk.post(address, SAID | {"act": "case"}) for _ in range(3)]
    assert len({answer["Location"] for answer in answers}) == 1
    assert Contact.objects.count() == 1


def test_a_repeat_caller_is_added_to_the_case_by_the_contacts_reference(desk, handler):
    case = taken_by(handler)
    reference = case.contacts.get().reference
    said = SAID | {"act": "known", "known": f" {reference.lower()} ", "account": "They moved us."}
    answer = desk.post(begun(desk), said)
    assert answer["Location"] == reverse("cases:case", args=[case.pk])
    assert case.contacts.count() == 2
    assert "They moved us." in desk.get(answer["Location"]).text


def test_a_reference_of_nothing_keeps_what_was_typed(desk):
    answer = desk.post(begun(desk), SAID | {"act": "known", "known": "C-NOTHERE", "account": "MARKER-words"})
    assert answer.status_code == 422
    assert "MARKER-words" in answer.text


# --- Saving, whatever locks -------------------------------------------------------------------------------------------
# See docs/requirements/helpline.md#calls.


def test_the_form_is_sealed_anew_at_each_save(desk, handler):
    address = begun(desk)
    before = CallDraft.objects.get()
    desk.post(address, {"act": "save", "account": "MARKER-words"})
    after = CallDraft.objects.get()
    assert after.data_key_id != before.data_key_id
    assert not DataKey.objects.filter(pk=before.data_key_id).exists()
    assert b"MARKER" not in bytes(after.answers)
    assert calls.get_answers(after, keys_of(handler))["account"] == "MARKER-words"


def test_saving_works_after_the_lock(desk, handler):
    address = begun(desk)
    desk.post("/desk/lock/")
    answer = desk.post(address, {"act": "save", "account": "said after the lock"})
    assert answer["Location"].startswith("/desk/unlock/")
    assert calls.get_answers(CallDraft.objects.get(), keys_of(handler))["account"] == "said after the lock"


def test_a_call_of_an_hour_loses_nothing(desk, handler, clock_at):
    """The desk locks, the web session ends; autosave, and the button without JavaScript, save all the same."""
    address = begun(desk)
    desk.post(address, {"act": "save", "account": "first"})
    clock_at(timezone.now() + timedelta(minutes=60))
    saved = desk.post(f"{address}save/", {"account": "after an hour"})
    assert saved.json()["message"].startswith("Saved at")
    answer = desk.post(address, {"act": "case", "account": "after an hour, pressed"})
    assert answer["Location"].startswith("/accounts/login/")
    sign_in(desk, handler)
    unlock_signed_in(desk, handler)
    assert "after an hour, pressed" in desk.get(address).text


def test_an_autosave_refuses_nothing_and_answers_in_json(desk):
    address = begun(desk)
    answer = desk.post(f"{address}save/", {"account": "x", "pv_count_min": "many", "sector": ["no such code"]})
    assert answer.status_code == 200
    assert desk.post(f"/desk/calls/{uuid4()}/save/", {"account": "x"}).status_code == 404


def test_nobody_else_reads_or_changes_an_open_call(desk, colleague_desk):
    address = begun(desk)
    assert colleague_desk.get(address).status_code == 404
    assert colleague_desk.post(address, {"act": "silent"}).status_code == 404
    stranger = sign_in(Client(), UserFactory())
    assert stranger.post(f"{address}save/", {"account": "x"}).status_code == 404


def test_without_a_web_session_a_token_that_is_guessed_saves_nothing(vault):
    assert Client().post(f"/desk/calls/{uuid4()}/save/", {"account": "x"}).status_code == 404
    assert not CallDraft.objects.exists()


def test_open_calls_are_found_again(desk):
    address = begun(desk)
    assert address in desk.get("/desk/calls/").text


def test_no_word_of_a_call_stands_in_the_history(desk):
    from portal.history.models import Entry

    desk.post(begun(desk), SAID | {"act": "case", "name": "Robin Marker"})
    told = json.dumps(list(Entry.objects.values_list("object_label", "detail", "actor")), default=str)
    assert "MARKER" not in told
    assert "Robin" not in told


# --- Finding who calls again --------------------------------------------------------------------------------------


@pytest.mark.parametrize("began", ["", "garbage", "2026-11-26", "1999-01-01T00:00:00+00:00", "2026-11-26T10:00:00"])
def test_a_form_that_carries_no_moment_still_ends(desk, began):
    desk.post(begun(desk), {"act": "silent", "began_at": began})
    assert Contact.objects.get().duration_minutes is None


@pytest.mark.parametrize("with_code", [{}, {"give_code": "on"}])
def test_a_person_still_inside_who_phones_is_at_least_level_2(desk, with_code):
    said = SAID | {"purpose": "seeking_help_self", "still_in_situation": "yes", "wants": ["advice_only"]}
    desk.post(begun(desk), said | with_code | {"act": "case"})
    case = Case.objects.get()
    assert case.level == "p2"
    assert "Advice only" in desk.get(reverse("cases:case", args=[case.pk])).text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["case", "silent"])
def test_a_form_handed_in_twice_at_once_is_one_contact_and_both_answers_lead_there(act):
    at = unlocked_desk()
    draft = calls.start_call(handler=at.handler, at=at.now)
    clients = [unlock(Client(), at.handler) for _ in range(2)]
    given = (SAID if act == "case" else {}) | {"act": act}
    answers = run_at_once([lambda one=one: one.post(f"/desk/calls/{draft.token}/", given) for one in clients])
    assert {answer.status_code for answer in answers} == {303}
    assert Contact.objects.get().pk == draft.token
    assert Case.objects.count() == (act == "case")


def test_a_form_that_was_handed_in_meanwhile_is_not_said_to_be_saved(desk, handler, monkeypatch):
    address = begun(desk)
    draft = CallDraft.objects.get()
    do_meanwhile(monkeypatch, calls, "save_draft", lambda: calls.delete_draft(draft))
    answer = desk.post(f"{address}save/", SAID)
    assert answer.status_code == 404 and "already closed" in answer.json()["message"]


def test_a_call_that_a_lead_took_over_meanwhile_is_no_more_the_handlers(handler, lead):
    draft = calls.start_call(handler=handler, at=timezone.now())
    CallDraft.objects.filter(pk=draft.pk).update(handler=lead)
    with pytest.raises(RowGone):
        calls.save_draft(draft, SAID, at=timezone.now())

"""What is typed at the desk survives the lock and the end of the web session.

See docs/requirements/helpline.md#desk-drafts.
"""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from compliance.casework.choices import Marking, NoteKind
from compliance.casework.models import Case, CaseReader, FormDraft, Note
from compliance.casework.services import form_drafts
from compliance.casework.sweep import sweep
from portal.accounts.models import User
from portal.vault.models import DataKey
from tests.factories.casework import coded, keys_of, taken_by, tell, unlock, unlock_signed_in
from tests.factories.sharing import desk as unlocked_desk
from tests.support.meanwhile import do_meanwhile
from tests.support.threads import run_at_once

pytestmark = pytest.mark.django_db
WORDS = "MARKER: the boss <b>keeps</b> the passports.\r\nSecond line."
SAVE = "/desk/drafts/save/"


@pytest.fixture
def case(handler) -> Case:
    return taken_by(handler)


@pytest.fixture
def page(case) -> str:
    return reverse("cases:note", args=[case.pk])


def slip_on(answer, number: int = 0) -> str:
    return BeautifulSoup(answer.text, "html.parser").select("form:not([action]) input[name=form_draft]")[number][
        "value"
    ]


def typed(slip: str, **changed: str) -> dict[str, str]:
    return {"kind": "safeguarding", "text": WORDS, "form_draft": slip} | changed


def text_in(answer) -> str:
    return BeautifulSoup(answer.text, "html.parser").select_one("textarea[name=text]").text.strip()


def fields_of(user: User, page: str) -> list[tuple[str, str]]:
    """What the draft of the user's form on that page holds."""
    found = form_drafts.find_draft(user=user, address=page, keys=keys_of(user))
    return list(found.fields) if found else []


def autosaved(client, page: str, **changed: str):
    slip = slip_on(client.get(page))
    return client.post(SAVE, typed(slip, **changed))


def test_an_autosave_says_when_and_the_page_shows_the_draft_again(desk, page):
    answer = autosaved(desk, page)
    assert re.fullmatch(r"Draft autosaved at \d\d:\d\d\.", answer.json()["message"])
    shown = desk.get(page)
    assert answer.json()["message"] in shown.text
    assert text_in(shown).splitlines() == WORDS.splitlines()
    assert "<b>keeps</b>" not in shown.text
    assert BeautifulSoup(shown.text, "html.parser").select_one("[name=kind][value=safeguarding]").has_attr("checked")
    assert not Note.objects.exists(), "a draft is in no timeline"


def test_what_is_typed_is_sealed_anew_at_each_save(desk, page, handler):
    slip = slip_on(desk.get(page))
    desk.post(SAVE, typed(slip))
    first = FormDraft.objects.get()
    desk.post(SAVE, typed(slip, text="MARKER again"))
    second = FormDraft.objects.get()
    assert b"MARKER" not in bytes(second.fields)
    assert not DataKey.objects.filter(pk=first.data_key_id).exists()
    assert ("text", "MARKER again") in fields_of(handler, page)


def test_without_javascript_a_form_sent_after_the_lock_comes_back_after_unlocking(desk, handler, page):
    slip = slip_on(desk.get(page))
    desk.post("/desk/lock/")
    answer = desk.post(page, typed(slip))
    assert answer["Location"].startswith("/desk/unlock/?next=")
    assert "We have saved what you typed as a draft" in desk.get(answer["Location"]).text
    unlock_signed_in(desk, handler)
    assert text_in(desk.get(page)).startswith("MARKER: the boss")
    assert not Note.objects.exists()


def test_without_javascript_a_form_sent_after_the_session_ended_comes_back(desk, handler, page, clock_at):
    slip = slip_on(desk.get(page))
    clock_at(timezone.now() + timedelta(minutes=40))
    answer = desk.post(page, typed(slip))
    assert answer["Location"].startswith("/accounts/login/")
    assert "We have saved what you typed as a draft" in desk.get(answer["Location"]).text
    unlock(desk, handler, at=timezone.now())
    assert text_in(desk.get(page)).startswith("MARKER: the boss")


def test_a_form_that_a_new_sign_in_elsewhere_made_stale_keeps_its_words(handler, page):
    browser = unlock(Client(enforce_csrf_checks=True), handler)
    slip = slip_on(browser.get(page))
    browser.cookies.pop("csrftoken", None)
    assert browser.post(page, typed(slip)).status_code == 403
    assert text_in(browser.get(page)).startswith("MARKER: the boss")


def test_the_autosave_works_without_any_session(desk, page, handler):
    slip = slip_on(desk.get(page))
    assert Client().post(SAVE, typed(slip)).status_code == 200
    assert fields_of(handler, page)


def test_once_the_form_is_taken_the_draft_is_gone_and_a_late_autosave_brings_nothing_back(desk, page):
    slip = slip_on(desk.get(page))
    desk.post(SAVE, typed(slip))
    key = FormDraft.objects.get().data_key_id
    assert desk.post(page, typed(slip)).status_code == 303
    assert Note.objects.get().kind == NoteKind.SAFEGUARDING
    assert not FormDraft.objects.exists() and not DataKey.objects.filter(pk=key).exists()
    assert desk.post(SAVE, typed(slip)).status_code == 404
    assert "Draft autosaved" not in desk.get(page).text


def test_a_form_with_something_to_mend_comes_back_writes_nothing_and_is_kept_if_it_is_late_then(desk, handler, page):
    slip = slip_on(desk.get(page))
    answer = desk.post(page, typed(slip, kind="nothing"))
    assert answer.status_code == 422 and text_in(answer).startswith("MARKER: the boss")
    assert not FormDraft.objects.exists()
    desk.post("/desk/lock/")
    desk.post(page, typed(slip_on(answer)))
    unlock_signed_in(desk, handler)
    assert text_in(desk.get(page)).startswith("MARKER: the boss")


def test_the_draft_can_be_discarded(desk, page):
    autosaved(desk, page)
    notice = BeautifulSoup(desk.get(page).text, "html.parser").select_one("form[action='/desk/drafts/discard/']")
    answer = desk.post("/desk/drafts/discard/", {"form_draft": notice.select_one("[name=form_draft]")["value"]})
    assert answer["Location"] == page
    assert text_in(desk.get(page)) == ""
    assert not FormDraft.objects.exists()


def test_a_draft_is_its_writers_alone(desk, page, case, colleague_desk, lead_desk):
    slip = slip_on(desk.get(page))
    desk.post(SAVE, typed(slip))
    for other in (colleague_desk, lead_desk):
        assert "MARKER" not in other.get(page).text
        assert other.post(SAVE, typed(slip, text="not theirs")).status_code == 404
        assert other.post("/desk/drafts/discard/", {"form_draft": slip}).status_code == 404
    assert text_in(desk.get(page)).startswith("MARKER")


@pytest.mark.parametrize("slip", ["", "x", "WyJ4Il0:1:forged", "\u0130"])
def test_a_slip_that_was_not_made_here_saves_nothing(desk, page, slip):
    assert desk.post(SAVE, typed(slip)).status_code == 404
    assert desk.post(page, typed(slip)).status_code == 303
    assert not FormDraft.objects.exists()


def test_somebody_kept_out_meanwhile_neither_saves_nor_sees_a_draft(colleague_desk, colleague, case, page, lead):
    slip = slip_on(colleague_desk.get(page))
    colleague_desk.post(SAVE, typed(slip))
    CaseReader.objects.create(case=case, user=colleague, is_kept_out=True, named_by=lead, named_at=timezone.now())
    assert colleague_desk.get(page).status_code == 404
    assert colleague_desk.post(SAVE, typed(slip, text="more")).status_code == 404
    assert Client().post(SAVE, typed(slip, text="more")).status_code == 404
    assert ("text", WORDS) in fields_of(colleague, page)


def test_a_case_that_was_sealed_meanwhile_takes_no_draft_of_others(colleague_desk, case, page):
    slip = slip_on(colleague_desk.get(page))
    Case.objects.filter(pk=case.pk).update(marking=Marking.SEALED)
    assert colleague_desk.post(SAVE, typed(slip)).status_code == 404
    assert not FormDraft.objects.exists()


def test_somebody_who_left_the_desk_saves_nothing(desk, page, handler):
    slip = slip_on(desk.get(page))
    handler.groups.clear()
    assert Client().post(SAVE, typed(slip)).status_code == 404


def test_closing_the_case_and_a_week_erase_drafts(desk, page, case, handler):
    autosaved(desk, page)
    autosaved(desk, "/desk/shift/")
    assert FormDraft.objects.count() == 2
    coded(case)
    address = reverse("cases:close", args=[case.pk])
    said = {"closure_reason": "advice_given", "note": "Done", "version": Case.objects.get(pk=case.pk).version}
    assert desk.post(address, said).status_code == 303
    assert Case.objects.get(pk=case.pk).status == "closed"
    (left,) = FormDraft.objects.all()
    assert left.address == "/desk/shift/"
    sweep(timezone.now() + timedelta(days=6))
    assert FormDraft.objects.exists()
    sweep(timezone.now() + timedelta(days=7, minutes=1))
    assert not FormDraft.objects.exists() and not DataKey.objects.filter(pk=left.data_key_id).exists()


def test_each_conversation_of_a_case_has_a_draft_of_its_own(desk, handler, case):
    """Words for one reporter never come back in the form of another."""
    other = taken_by(handler, tell(account="Another report").concern)
    other.contacts.update(case=case)
    page = reverse("cases:conversation", args=[case.pk])
    shown = desk.get(page)
    second = slip_on(shown, 1)
    concern = BeautifulSoup(shown.text, "html.parser").select("input[name=concern]")[1]["value"]
    desk.post(SAVE, {"text": "For the second one only", "concern": concern, "form_draft": second})
    forms = BeautifulSoup(desk.get(page).text, "html.parser").select("form:has(textarea[name=text])")
    assert [form.select_one("textarea").text.strip() for form in forms] == ["", "For the second one only"]
    assert forms[1].select_one("[name=concern]")["value"] == concern


def test_a_message_at_its_preview_survives_the_lock_and_is_sent_once(desk, handler, case):
    page = reverse("cases:conversation", args=[case.pk])
    slip = slip_on(desk.get(page))
    preview = desk.post(page, {"text": "We will write on Friday.", "act": "preview", "form_draft": slip})
    form = BeautifulSoup(preview.text, "html.parser").select_one("form:has([name=act][value=send])")
    said = {field["name"]: field["value"] for field in form.select("input[name]")}
    desk.post("/desk/lock/")
    assert desk.post(page, said | {"act": "send"})["Location"].startswith("/desk/unlock/")
    unlock_signed_in(desk, handler)
    assert text_in(desk.get(page)) == "We will write on Friday."
    assert desk.post(page, said | {"act": "send"}).status_code == 303
    assert text_in(desk.get(page)) == ""


def typing_pages(case: Case) -> list[str]:
    names = ("note", "task", "call", "summarise", "level", "age", "merge", "close", "refer", "consent", "file_add")
    return ["/desk/shift/", *(reverse(f"cases:{name}", args=[case.pk]) for name in names)]


def test_every_page_with_a_text_to_type_autosaves(desk, case):
    described = [reverse("cases:describe", args=[case.pk, what]) for what in ("people", "place", "exploiter", "supply")]
    without = [page for page in [*typing_pages(case), *described] if "data-autosave=" not in desk.get(page).text]
    assert not without


def test_pages_without_a_form_ask_nothing_more(desk, case):
    """A draft is looked for where a form is shown, and nowhere else."""
    for page in ("/desk/", reverse("cases:timeline", args=[case.pk])):
        with CaptureQueriesContext(connection) as asked:
            desk.get(page)
        assert not [one for one in asked if "casework_formdraft" in one["sql"]]


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_is_saved_while_the_sweep_deletes_old_ones_stays():
    at, now = unlocked_desk(), timezone.now()
    slip = form_drafts.read_slip(form_drafts.make_slip(user=at.handler, address="/desk/", case=None))
    for number in range(20):
        form_drafts.save_draft(slip, [("text", "Before")], at=now - timedelta(days=8))
        typed_now = [("text", str(number))]
        save = lambda words=typed_now: form_drafts.save_draft(slip, words, at=now)  # noqa: E731
        run_at_once([save, lambda: form_drafts.delete_old_drafts(now)])
        assert fields_of(at.handler, "/desk/") == typed_now
        assert DataKey.objects.filter(pk__in=FormDraft.objects.values("data_key")).count() == 1


def test_a_draft_that_was_on_its_way_while_the_form_was_sent_is_not_kept(desk, handler, page, monkeypatch):
    slip = form_drafts.read_slip(slip_on(desk.get(page)))
    do_meanwhile(monkeypatch, form_drafts, "seal_with_own_key", lambda: form_drafts.discard_draft(slip))
    keys_before = DataKey.objects.count()
    assert form_drafts.save_draft(slip, [("text", WORDS)], at=timezone.now()) is None
    assert not FormDraft.objects.exists() and DataKey.objects.count() == keys_before


@pytest.mark.django_db(transaction=True)
def test_two_first_drafts_of_a_form_at_once_are_one():
    at, forms = unlocked_desk(), 10
    for number in range(forms):
        slip = form_drafts.read_slip(form_drafts.make_slip(user=at.handler, address=f"/desk/{number}/", case=None))
        save = lambda slip=slip: form_drafts.save_draft(slip, [("text", WORDS)], at=timezone.now())  # noqa: E731
        assert None not in run_at_once([save] * 4)
    assert FormDraft.objects.count() == forms

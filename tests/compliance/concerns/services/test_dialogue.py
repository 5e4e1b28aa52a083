"""Coming back with the code (docs/requirements/helpline.md#conversation)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from compliance.concerns import encryption
from compliance.concerns.choices import Status
from compliance.concerns.models import Concern, HeldLine, Message, Receipt, Visit
from compliance.concerns.services import desk
from compliance.concerns.sweep import sweep
from portal.core.visitor_counts import counts
from tests.factories.concerns import Reporter, code_on, key_of

TOKEN = "0b54ed4c-5b0a-4dd0-9d0e-0f0b4a3f7f01"


@pytest.fixture
def digits(reporter) -> str:
    found = reporter.tells(r5={"identity_mode": "confidential"})
    reporter.confirms(found)
    return found


@pytest.fixture
def back(digits) -> Reporter:
    other = Reporter()
    assert other.returns(digits) == "/r/talk/"
    return other


@pytest.mark.parametrize(
    "write",
    [
        lambda digits: digits,
        lambda digits: " ".join(digits[n : n + 4] for n in range(0, 20, 4)),
        lambda digits: "-".join(digits[n : n + 5] for n in range(0, 20, 5)) + "\n",
        lambda digits: digits.translate({48 + n: 0x0660 + n for n in range(10)}),
        lambda digits: digits.translate({48 + n: 0xFF10 + n for n in range(10)}),
    ],
)
def test_the_code_opens_however_it_is_written(digits, write):
    assert Reporter().returns(write(digits)) == "/r/talk/"


def test_a_visit_is_apart_from_the_web_session_of_an_account(digits):
    other = Reporter()
    other.returns(digits)
    cookie = other.client.cookies[settings.VISIT_COOKIE_NAME]
    assert (cookie["samesite"], cookie["httponly"]) == ("Strict", True)
    assert settings.SESSION_COOKIE_NAME not in other.client.cookies
    assert key_of(Concern.objects.get()) not in bytes(Visit.objects.get().wrapped)


@pytest.mark.parametrize("field", ["last_action_at", "begun_at"])
def test_a_visit_ends_when_idle_and_at_the_latest_after_an_hour(back, field):
    limit = {"last_action_at": 15, "begun_at": 60}[field]
    Visit.objects.update(**{field: timezone.now() - timedelta(minutes=limit - 1)})
    back.opens("/r/talk/")
    Visit.objects.update(**{field: timezone.now() - timedelta(minutes=limit + 1)})
    assert back.client.get("/r/talk/")["Location"] == "/r/return/?ended=1"
    assert "15 minutes had passed" in back.opens("/r/return/?ended=1")


def test_both_sides_write_and_read_each_other_by_day(back):
    concern = Concern.objects.get()
    assert "No reply yet" in back.opens("/r/talk/")
    desk.send_message(concern, key_of(concern), text="Are you safe\ntoday?", now=timezone.now())
    page = back.opens("/r/talk/")
    assert "Are you safe<br>today?" in page and "Helpline," in page
    back.sends("/r/talk/", text="Yes, I am.", token=TOKEN)
    whole = desk.read_concern(concern, key_of(concern))
    assert [(said.author, said.is_seen) for said in whole.messages] == [("helpline", True), ("reporter", False)]
    assert whole.messages[1].text == "Yes, I am."
    assert not Message.objects.filter(text__contains=b"Yes, I am.").exists()
    assert HeldLine.objects.filter(action="concerns.message.from_reporter").count() == 1


def test_a_message_sent_twice_is_said_once(back):
    for _ in range(2):
        back.sends("/r/talk/", text="Once", token=TOKEN)
    assert Message.objects.count() == 1
    assert "Enter your message" in back.sends("/r/talk/", 422, text="  ", token=TOKEN)


def test_other_words_in_a_form_that_was_sent_are_kept(back):
    for text in ("First", "Second", "First", "Third", "Second"):
        back.sends("/r/talk/", text=text, token=TOKEN)
    concern = Concern.objects.get()
    assert [message.text for message in desk.read_concern(concern, key_of(concern)).messages] == [
        "First",
        "Second",
        "Third",
    ]


@pytest.mark.parametrize("status", Status)
def test_the_state_is_told_in_plain_words(back, status):
    desk.set_status(Concern.objects.get(), status, by="a handler", now=timezone.now())
    assert str(status.label) in back.opens("/r/talk/")


def test_a_new_code_takes_the_place_of_the_old_once_it_is_written_down(back, digits):
    page = back.sends("/r/talk/code", 200)
    new = code_on(page)
    assert new != digits and len(new) == 20
    assert Reporter().returns(digits) == "/r/talk/"
    receipt = page.split('name="receipt" value="')[1].split('"')[0]
    back.sends("/r/talk/code", receipt=receipt)
    back.opens("/r/talk/")
    Reporter().returns(digits, 422)
    assert Reporter().returns(new) == "/r/talk/"


def receipt_on(page: str) -> str:
    return page.split('name="receipt" value="')[1].split('"', maxsplit=1)[0]


def test_of_new_codes_that_nobody_took_only_the_last_opens_anything(back, digits):
    left, shown = (back.sends("/r/talk/code", 200) for _ in range(2))
    assert Receipt.objects.count() == 2
    Reporter().returns(code_on(left), 422)
    assert "Your old code still works" in back.sends("/r/talk/code", 422, receipt=receipt_on(left))
    assert Reporter().returns(code_on(shown)) == "/r/talk/"


def test_who_goes_back_without_the_new_code_leaves_none_behind(back, digits):
    """Somebody looked over their shoulder."""
    page = back.sends("/r/talk/code", 200)
    back.opens("/r/talk/")
    Reporter().returns(code_on(page), 422)
    assert "Your old code still works" in back.sends("/r/talk/code", 422, receipt=receipt_on(page))
    assert Reporter().returns(digits) == "/r/talk/"


def test_a_new_code_that_nobody_took_ends_after_a_quarter_of_an_hour(back, digits):
    page = back.sends("/r/talk/code", 200)
    sweep(timezone.now() + timedelta(minutes=14))
    assert Receipt.objects.count() == 2
    Receipt.objects.filter(pending_since__isnull=False).update(pending_since=timezone.now() - timedelta(minutes=16))
    Reporter().returns(code_on(page), 422)
    sweep(timezone.now())
    assert Receipt.objects.count() == 1
    assert Reporter().returns(digits) == "/r/talk/"


def test_a_new_code_that_somebody_came_back_with_stays(back):
    page = back.sends("/r/talk/code", 200)
    assert Reporter().returns(code_on(page)) == "/r/talk/"
    sweep(timezone.now() + timedelta(minutes=20))
    assert Reporter().returns(code_on(page)) == "/r/talk/"


def test_new_codes_are_given_three_times_an_hour_to_a_visitor_and_to_a_concern(back, digits):
    for _ in range(3):
        back.sends("/r/talk/code", 200)
    assert "Try again in" in back.sends("/r/talk/code", 429)
    counts.clear()
    for number in range(4):
        other = Reporter(Client(REMOTE_ADDR=f"203.0.{number}.1"))
        other.returns(digits)
        other.sends("/r/talk/code", 429 if number == 3 else 200)
    assert Receipt.objects.count() <= 2


def test_a_foreign_or_broken_receipt_retires_nothing(back, digits):
    for receipt in ("x", "00000000-0000-4000-8000-000000000000"):
        assert "Your old code still works" in back.sends("/r/talk/code", 422, receipt=receipt)
    assert Receipt.objects.filter(retired_on=None).count() == 1
    assert Reporter().returns(digits) == "/r/talk/"


def test_contact_details_can_be_deleted(reporter):
    reporter.begins()
    reporter.answers(r5={"identity_mode": "confidential"})
    reporter.sends("/r/8", name="Sam Marker", contact_method="phone", phone="01632 960001")
    code = reporter.submits()
    reporter.confirms(code)
    other = Reporter()
    other.returns(code)
    assert other.sends("/r/talk/contact") == "/r/talk/"
    concern = Concern.objects.get()
    said = encryption.open_json(key_of(concern), concern.answers, encryption.get_answers_place(concern.uuid))
    assert concern.identity_mode == said["identity_mode"] == "anonymous"
    assert not {"name", "phone", "contact_method"} & said.keys()
    assert said["account"]
    assert "Delete my contact details" not in other.opens("/r/talk/")


def test_the_dialogue_can_be_ended_for_good(back, digits):
    page = back.client.post("/r/talk/end", {"shown_for": back.shown_for})
    assert page.headers["Clear-Site-Data"]
    assert not Visit.objects.exists()
    Reporter().returns(digits, 422)


def test_closing_for_now_leaves_the_code_as_it_was(back, digits):
    assert back.sends("/r/talk/leave") == "/report/"
    assert not Visit.objects.exists()
    assert Reporter().returns(digits) == "/r/talk/"


def test_exit_ends_the_visit(back):
    back.client.get("/r/exit")
    assert not Visit.objects.exists()


def test_a_code_in_an_address_opens_nothing(client, door, digits):
    """See docs/requirements/security.md#receipt."""
    for url in (f"/r/return/{digits}/", f"/r/{digits}/", f"/r/talk/{digits}/"):
        # The code leaves the address first.
        assert digits not in client.get(url)["Location"]
        assert client.get(url, follow=True).status_code == 404
    page = client.get(f"/r/return/?code={digits}", follow=True).content.decode()
    assert "<h1" in page and digits not in page


def test_a_message_says_in_which_language_it_is_written(reporter):
    reporter.begins()
    reporter.answers(r5={"identity_mode": "confidential"})
    reporter.sends("/r/16", language="vi")
    digits = reporter.submits()
    other = Reporter()
    other.returns(digits)
    assert '<option value="vi" selected>' in other.opens("/r/talk/")
    other.sends("/r/talk/", text="Xin chào", token=TOKEN, language="vi")
    assert '<p class="govuk-body portal-anywhere" lang="vi" dir="auto">Xin chào' in other.opens("/r/talk/")
    concern = Concern.objects.get()
    assert desk.read_concern(concern, key_of(concern)).messages[0].language == "vi"


def test_nobody_has_to_say_in_which_language_they_write(back):
    assert "selected" not in back.opens("/r/talk/").split('name="language"')[1].split("</select>")[0]
    back.sends("/r/talk/", text="Hello", token=TOKEN)
    concern = Concern.objects.get()
    assert desk.read_concern(concern, key_of(concern)).messages[0].language == ""

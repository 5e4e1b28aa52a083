"""A new code ends the old one and every visit that began with it (docs/requirements/security.md#receipt-replaced)."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from compliance.concerns.forms import submission as submission_forms
from compliance.concerns.models import Concern, ConcernFile, HeldLine, Message, Receipt
from compliance.concerns.services import desk, dialogue, file_checks, reporter_sessions, submission
from tests.factories.concerns import Reporter, code_on, key_of, open_door
from tests.support.threads import run_at_once, wait_for_callers

TOKEN = "0b54ed4c-5b0a-4dd0-9d0e-0f0b4a3f7f01"
ENDED = "/r/return/?ended=1"


@pytest.fixture
def digits(reporter) -> str:
    return reporter.tells(r5={"identity_mode": "confidential"})


@pytest.fixture
def back(digits) -> Reporter:
    return came_back(digits)


@pytest.fixture
def intruder(back, digits) -> Reporter:
    """Somebody else who knows the code, and is in already."""
    return came_back(digits)


def came_back(digits: str) -> Reporter:
    other = Reporter()
    assert other.returns(digits) == "/r/talk/"
    return other


def receipt_on(page: str) -> str:
    return re.search(r'name="receipt" value="([^"]+)"', page)[1]


def take_new_code(person: Reporter) -> str:
    """Take a new code, say that it is written down, and return it."""
    page = person.sends("/r/talk/code", 200)
    assert person.sends("/r/talk/code", receipt=receipt_on(page)) == "/r/talk/"
    return code_on(page)


def test_whoever_is_in_with_the_old_code_is_out_once_it_is_replaced(back, intruder):
    binding, concern = intruder.shown_for, Concern.objects.get()
    new = take_new_code(back)
    desk.send_message(concern, key_of(concern), text="We come tonight.", now=timezone.now())
    pages = ("/r/talk/", "/r/talk/file", "/r/talk/keep", "/r/talk/note", "/r/talk/code", "/r/talk/contact")
    for url in (*pages, "/r/talk/end"):
        response = intruder.client.get(url)
        assert (response.status_code, response["Location"]) == (302, ENDED), url
    for url in ("/r/talk/", "/r/talk/code", "/r/talk/contact", "/r/talk/end"):
        response = intruder.client.post(url, {"text": "Hello", "token": TOKEN, "shown_for": binding})
        assert response["Location"] == ENDED, url
    assert [message.author for message in Message.objects.all()] == ["helpline"]
    assert "We come tonight." in back.opens("/r/talk/")
    assert came_back(new)
    assert "we have not received it" in intruder.opens(ENDED)


def test_coming_back_with_a_code_that_was_only_shown_ends_the_old_one(back, intruder, digits):
    page = back.sends("/r/talk/code", 200)
    again = came_back(code_on(page))
    for other in (back, intruder):
        assert other.client.get("/r/talk/")["Location"] == ENDED
    Reporter().returns(digits, 422)
    again.opens("/r/talk/")
    assert Receipt.objects.filter(retired_on=None).count() == 1
    assert HeldLine.objects.filter(action="concerns.concern.code_changed").count() == 1


def test_a_code_that_was_replaced_twice_leaves_the_last_visit(back, digits):
    first = take_new_code(back)
    second = take_new_code(back)
    assert came_back(second)
    for code in (digits, first):
        Reporter().returns(code, 422)
    back.opens("/r/talk/")


def test_saying_twice_that_it_is_written_down_changes_nothing_more(back):
    receipt = receipt_on(back.sends("/r/talk/code", 200))
    for _ in range(2):
        assert back.sends("/r/talk/code", receipt=receipt) == "/r/talk/"
    assert HeldLine.objects.filter(action="concerns.concern.code_changed").count() == 1


def test_a_code_that_was_shown_too_long_ago_is_not_confirmed(back, digits):
    receipt = receipt_on(back.sends("/r/talk/code", 200))
    Receipt.objects.filter(pk=receipt).update(pending_since=timezone.now() - timedelta(minutes=16))
    assert "Your old code still works" in back.sends("/r/talk/code", 422, receipt=receipt)
    assert came_back(digits)


# --- The code is replaced while another request is under way --------------------------------------------------------


def replace_during(monkeypatch, person: Reporter, owner: object, name: str) -> list[str]:
    """Let that person replace the code just before the function is called the next time."""
    receipt = receipt_on(person.sends("/r/talk/code", 200))
    binding, function, replaced = person.shown_for, getattr(owner, name), []

    def replace_and_call(*args, **named):
        monkeypatch.setattr(owner, name, function)
        replaced.append(person.sends("/r/talk/code", receipt=receipt, shown_for=binding))
        return function(*args, **named)

    monkeypatch.setattr(owner, name, replace_and_call)
    return replaced


ACTS: dict[str, tuple[str, object, str, dict]] = {
    "write": ("/r/talk/", reporter_sessions, "keep_open", {"text": "Hello", "token": TOKEN, "language": "en"}),
    "upload": ("/r/talk/file", file_checks, "scan_upload", {"token": TOKEN}),
    "take a code": ("/r/talk/code", submission, "create_code", {}),
    "delete contact details": ("/r/talk/contact", reporter_sessions, "keep_open", {}),
    "end it": ("/r/talk/end", reporter_sessions, "keep_open", {}),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_began_before_the_code_was_replaced_is_not_done_after_it(back, intruder, monkeypatch, act):
    url, owner, name, data = ACTS[act]
    binding, lines = intruder.shown_for, HeldLine.objects.count()
    replaced = replace_during(monkeypatch, back, owner, name)
    upload = {"file": SimpleUploadedFile("note.txt", b"Nothing")} if act == "upload" else {}
    response = intruder.client.post(url, data | upload | {"shown_for": binding})
    assert replaced == ["/r/talk/"]
    assert (response.status_code, response["Location"]) == (303, ENDED)
    assert not Message.objects.exists() and not ConcernFile.objects.exists()
    assert Concern.objects.get().identity_mode == "confidential"
    assert Receipt.objects.filter(retired_on=None).count() == 1
    assert HeldLine.objects.count() == lines + 1
    back.opens("/r/talk/")


def test_a_page_that_was_read_before_the_code_was_replaced_is_not_shown_after_it(back, intruder, monkeypatch):
    replaced = replace_during(monkeypatch, back, dialogue, "is_device_unsafe")
    assert intruder.client.get("/r/talk/")["Location"] == ENDED
    assert replaced


def test_a_code_that_is_replaced_while_it_is_typed_opens_nothing(back, digits, monkeypatch):
    replaced = replace_during(monkeypatch, back, reporter_sessions, "_begin_visit")
    Reporter().returns(digits, 422)
    assert replaced
    back.opens("/r/talk/")


def act_at_once(people: list[Reporter], *acts: Callable[[Client], HttpResponse]) -> list[HttpResponse]:
    """What each is answered in a browser of their own, at the same moment."""

    def call(person: Reporter, act: Callable[[Client], HttpResponse]) -> HttpResponse:
        client = Client()
        client.cookies[settings.VISIT_COOKIE_NAME] = person.client.cookies[settings.VISIT_COOKIE_NAME].value
        return act(client)

    return run_at_once([partial(call, *pair) for pair in zip(people, acts, strict=True)])


@pytest.fixture
def former(monkeypatch, transactional_db) -> str:
    """The code that is replaced; what is done is committed."""
    monkeypatch.setattr(submission_forms, "MIN_FILL_TIME", timedelta(0))
    open_door()
    return Reporter().tells()


@pytest.fixture
def people(former) -> list[Reporter]:
    """Two browsers that are in with it."""
    return [came_back(former), came_back(former)]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_one_new_code_at_once_one_stays(people, monkeypatch):
    page = people[0].sends("/r/talk/code", 200)
    sent = {"receipt": receipt_on(page), "shown_for": people[0].shown_for}
    wait_for_callers(monkeypatch, reporter_sessions, "retire_other_codes", 2)
    confirm = lambda client: client.post("/r/talk/code", sent)  # noqa: E731
    addresses = [response["Location"] for response in act_at_once(people, confirm, confirm)]
    assert sorted(addresses) == sorted([ENDED, "/r/talk/"])
    people[addresses.index("/r/talk/")].opens("/r/talk/")
    assert Receipt.objects.filter(retired_on=None, pending_since=None).count() == 1
    assert came_back(code_on(page))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", ["opens the messages", "takes another", "comes back with it"])
def test_whatever_happens_while_a_code_is_confirmed_one_code_works(people, former, other):
    """Another request drops a code that was not confirmed: never the one that is confirmed at this moment."""
    page = people[0].sends("/r/talk/code", 200)
    new, binding = code_on(page), people[0].shown_for
    acts = {
        "opens the messages": lambda client: client.get("/r/talk/"),
        "takes another": lambda client: client.post("/r/talk/code", {"shown_for": binding}),
        "comes back with it": lambda client: client.post("/r/return/", {"code": new}),
    }
    act_at_once(
        people,
        lambda client: client.post("/r/talk/code", {"receipt": receipt_on(page), "shown_for": binding}),
        acts[other],
    )
    working = Receipt.objects.filter(retired_on=None, pending_since=None)
    assert working.count() == 1
    tried = [Reporter().client.post("/r/return/", {"code": code}).status_code for code in (former, new)]
    assert sorted(tried) == [303, 422]


@pytest.mark.django_db(transaction=True)
def test_a_code_that_is_confirmed_while_the_sweep_runs_stays(people):
    page = people[0].sends("/r/talk/code", 200)
    sent, late = {"receipt": receipt_on(page), "shown_for": people[0].shown_for}, timezone.now() + timedelta(minutes=16)
    confirmed, _swept = run_at_once(
        [lambda: people[0].client.post("/r/talk/code", sent), lambda: reporter_sessions.drop_expired_codes(late)]
    )
    assert confirmed.status_code in {303, 422}
    assert Receipt.objects.filter(retired_on=None, pending_since=None).count() == 1
    people[0].opens("/r/talk/")

"""What was typed is not lost when the answer is "try again": one press sends it again, without a script."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from compliance.concerns import throttling
from compliance.concerns.services import draft as drafts
from portal.core import rate_limits, views
from portal.core.resubmission import get_resubmission
from tests.compliance.concerns.test_journey import without_a_database
from tests.factories.accounts import sign_in
from tests.factories.concerns import open_door
from tests.support.forms import forms_on, parse_page
from tests.url_register import ADDRESSES

pytestmark = pytest.mark.django_db
BROWSER = {"Sec-Fetch-Site": "same-origin"}
WORDS = 'They keep our passports.\n\n "Line" <two> & ünïcode'
SECRET = "correct horse battery"
# What a browser sends with each page of a report.
HIDDEN = ("csrfmiddlewaretoken", "shown_for")


def the_form(response):
    """Return the form that sends everything again, as a browser reads it."""
    return next(form for form in forms_on(parse_page(response.content.decode()), "/") if form.method == "post")


def values(form) -> dict[str, str]:
    # A browser drops the line break that opens a text area.
    return {name: value.removeprefix("\n") for name, value in form.initial}


def strict_client(user=None) -> Client:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True, headers=BROWSER)
    if user is not None:
        sign_in(client, user)
    return client


def token_on(client: Client, address: str) -> str:
    page = parse_page(client.get(address).content.decode())
    return page.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]


def test_a_reporter_whose_answer_met_no_database_sends_it_again_by_one_press():
    open_door()
    client = strict_client()
    start = {"purpose": "report_concern", "csrfmiddlewaretoken": token_on(client, "/report/")}
    assert client.post("/report/", start).status_code == 303
    hidden = {name: parse_page(client.get("/r/1").text).xpath(f"//input[@name='{name}']/@value")[0] for name in HIDDEN}
    typed = {"account": WORDS, **hidden}
    with without_a_database():
        response = client.post("/r/3", typed)
    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"
    form = the_form(response)
    assert form.address == "/r/3"
    sent = values(form)
    assert sent["account"].replace("\r\n", "\n") == WORDS
    page = parse_page(response.content.decode())
    token = page.xpath("//form//input[@name='csrfmiddlewaretoken']/@value")[0]
    again = client.post(form.address, {**sent, "csrfmiddlewaretoken": token})
    # Danger and age were not answered, so the journey leads there; the words are kept.
    assert again.status_code in {200, 302, 303}
    opened = drafts.find_draft(client.cookies[settings.DRAFT_COOKIE_NAME].value, now=timezone.now())
    assert opened.answers["account"] == WORDS


@pytest.mark.parametrize(
    ("name", "visitor", "typed"),
    [
        ("suppliers:add", "editor", {"name": WORDS}),
        ("organisations:settings", "administrator", {"name": WORDS}),
        ("desk:find", "handler", {"act": "words", "words": WORDS}),
        ("guidance:feedback", "anonymous", {"words": WORDS}),
    ],
)
def test_every_kind_of_page_gives_the_words_back(name, visitor, typed, world):
    client = strict_client(world.visitor(visitor))
    client.handler.enforce_csrf_checks = False
    address = reverse(name, kwargs=ADDRESSES[name].kwargs(world))
    with without_a_database():
        response = client.post(address, typed)
    assert response.status_code == 503
    assert "no-store" in response["Cache-Control"]
    form = the_form(response)
    assert form.address == address
    assert values(form) == typed


def test_secrets_are_never_given_back_and_a_file_has_to_be_chosen_again():
    client = Client(raise_request_exception=False, headers=BROWSER)
    secrets = dict.fromkeys(("password", "password1", "passphrase", "again", "code", "otp", "new_password"), SECRET)
    with without_a_database():
        response = client.post("/guidance/", {"words": "kept", **secrets, "file": SimpleUploadedFile("a.png", b"x")})
        alone = client.post("/r/return/", {"code": "4821 0093 5517 2640 1187"})
    html = response.content.decode()
    assert SECRET not in html
    assert values(the_form(response)) == {"words": "kept"}
    assert "choose it again" in html
    assert "password or code again" in html
    assert alone.status_code == 503
    assert "4821" not in alone.content.decode()
    assert "<form" not in alone.content.decode()


def test_a_page_that_was_only_looked_at_offers_nothing_to_send():
    client = strict_client()
    with without_a_database():
        response = client.get("/r/return/")
    assert response.status_code == 503
    assert b"Send again" not in response.content


def test_a_limit_gives_the_words_back(rf):
    request = rf.post("/check-a-statement/", {"text": WORDS, "password": SECRET}, headers=BROWSER)
    request.user = None
    response = views.too_many_requests(request, wait=90)
    assert response.status_code == 429
    assert response["Cache-Control"] == "no-store"
    assert values(the_form(response)) == {"text": WORDS}
    assert SECRET not in response.content.decode()


def test_a_reporter_who_has_to_wait_keeps_what_was_chosen(monkeypatch):
    open_door()
    client = strict_client()
    token = token_on(client, "/report/")
    monkeypatch.setattr(rate_limits, "get_visitor_wait", lambda *_: 60)
    # So many are being slowed down that no thread may wait besides.
    monkeypatch.setitem(throttling._places, "begin", throttling.WaitingPlaces(0))
    response = client.post("/report/", {"purpose": "report_concern", "csrfmiddlewaretoken": token})
    assert response.status_code == 429
    assert response["Cache-Control"] == "no-store"
    assert values(the_form(response)) == {"purpose": "report_concern"}


@pytest.mark.parametrize(
    ("headers", "is_given_back"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": "http://testserver"}, True),
        ({"Referer": "http://testserver/guidance/"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, False),
        ({"Origin": "https://elsewhere.example"}, False),
        ({"Referer": "https://elsewhere.example/testserver"}, False),
        ({"Origin": "null", "Referer": "http://testserver/"}, False),
        ({"Origin": "http://["}, False),
        ({}, False),
    ],
)
def test_only_what_one_of_our_own_pages_sent_is_given_back(rf, headers, is_given_back):
    """One press would send the words of another site with our own token."""
    request = rf.post("/guidance/", {"words": WORDS}, headers={"Host": "testserver", **headers})
    assert (get_resubmission(request) is not None) is is_given_back

"""A form from an old tab changes nothing in the concern that is open now, and loses nothing that was typed."""

import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from compliance.concerns.models import Concern, ConcernFile, Draft, Message, Receipt
from compliance.concerns.services import draft as drafts
from tests.factories.concerns import SHORTEST, Reporter, code_on, text_of

REPLY = "Please call my sister, not me."
PAGES = ["/r/talk/", "/r/talk/file", "/r/talk/code", "/r/talk/contact", "/r/talk/end"]


def hidden_fields(page: str) -> dict[str, str]:
    """What the page's forms would send without anybody typing."""
    return dict(re.findall(r'<input type="hidden" name="(?!csrf)([^"]+)" value="([^"]*)"', page))


def typed(url: str) -> dict:
    """What a person puts into the form of a page."""
    if url == "/r/talk/file":
        return {"file": SimpleUploadedFile("note.txt", b"They keep the passports."), "note": "In the tin"}
    return {"text": REPLY, "language": "en"} if url == "/r/talk/" else {}


@pytest.fixture
def two_codes(reporter) -> tuple[str, str]:
    codes = []
    for _ in range(2):
        person = Reporter()
        codes.append(person.tells(r5={"identity_mode": "confidential"}))
        person.confirms(codes[-1])
    return codes[0], codes[1]


def state() -> list:
    """Everything that one of these forms could change."""
    return [
        sorted(Concern.objects.values_list("uuid", "identity_mode", "answers")),
        sorted(Receipt.objects.values_list("uuid", "retired_on", "pending_since")),
        Message.objects.count(),
        ConcernFile.objects.count(),
    ]


@pytest.mark.parametrize("url", PAGES)
def test_a_form_from_an_old_tab_changes_nothing_in_the_concern_that_is_open_now(two_codes, url):
    browser = Reporter()
    browser.returns(two_codes[0])
    old_tab = hidden_fields(browser.opens(url))
    browser.returns(two_codes[1])
    before = state()
    page = text_of(browser.sends(url, 422, **old_tab, **typed(url)))
    assert state() == before
    assert "a different code" in page


def test_the_typed_reply_is_still_there_and_can_be_sent_on_purpose(two_codes):
    browser = Reporter()
    browser.returns(two_codes[0])
    old_tab = hidden_fields(browser.opens("/r/talk/"))
    browser.returns(two_codes[1])
    page = browser.sends("/r/talk/", 422, **old_tab, **typed("/r/talk/"))
    assert f"{REPLY}</textarea>" in page
    browser.sends("/r/talk/", **hidden_fields(page), **typed("/r/talk/"))
    assert REPLY in browser.opens("/r/talk/")
    browser.returns(two_codes[0])
    assert REPLY not in browser.opens("/r/talk/")


def test_a_reply_that_was_sent_in_one_concern_can_be_sent_in_another(two_codes):
    """The token of the form counts within one concern only."""
    browser = Reporter()
    for code in two_codes:
        browser.returns(code)
        fields = hidden_fields(browser.opens("/r/talk/")) | {"token": "0b54ed4c-5b0a-4dd0-9d0e-0f0b4a3f7f01"}
        browser.sends("/r/talk/", **fields, **typed("/r/talk/"))
        assert REPLY in browser.opens("/r/talk/")
    assert Message.objects.count() == 2


def test_the_note_about_a_file_is_still_there(two_codes):
    browser = Reporter()
    browser.returns(two_codes[0])
    old_tab = hidden_fields(browser.opens("/r/talk/file"))
    browser.returns(two_codes[1])
    assert 'value="In the tin"' in browser.sends("/r/talk/file", 422, **old_tab, **typed("/r/talk/file"))


def test_the_button_for_a_new_code_of_an_old_tab_changes_no_code(two_codes):
    browser = Reporter()
    browser.returns(two_codes[0])
    shown = browser.sends("/r/talk/code", 200, **hidden_fields(browser.opens("/r/talk/code")))
    assert len(code_on(shown)) == 20
    browser.returns(two_codes[1])
    before = state()
    assert "a different code" in text_of(browser.sends("/r/talk/code", 422, **hidden_fields(shown)))
    assert state() == before


@pytest.mark.parametrize("url", PAGES)
def test_a_form_without_its_hidden_value_changes_nothing(two_codes, url):
    browser = Reporter()
    browser.returns(two_codes[0])
    before = state()
    token = hidden_fields(browser.opens(url)).get("token")
    browser.client.post(url, {**({"token": token} if token else {}), **typed(url)})
    assert state() == before


def test_a_page_that_was_opened_before_the_same_code_was_typed_again_still_works(two_codes):
    browser = Reporter()
    browser.returns(two_codes[0])
    old_tab = hidden_fields(browser.opens("/r/talk/"))
    browser.returns(two_codes[0])
    browser.sends("/r/talk/", **old_tab, **typed("/r/talk/"))
    assert REPLY in browser.opens("/r/talk/")


def test_no_page_holds_the_uuid_or_the_key_of_the_concern(two_codes):
    browser = Reporter()
    browser.returns(two_codes[0])
    for url in PAGES:
        page = browser.opens(url)
        for uuid in Concern.objects.values_list("uuid", flat=True):
            assert str(uuid) not in page and uuid.hex not in page


def test_a_check_page_of_an_old_tab_does_not_send_another_draft(reporter):
    reporter.begins()
    reporter.answers(r3={"account": "The first account of the first person."})
    old_tab = hidden_fields(reporter.opens("/r/6"))
    reporter.client.cookies.clear()
    reporter.begins()
    reporter.answers(r3={"account": "Another person tells about something else."})
    page = text_of(reporter.sends("/r/6", 422, token=old_tab["token"]))
    assert not Concern.objects.exists()
    assert "Another person tells about something else." in page


def test_a_visit_of_an_hour_keeps_its_forms(two_codes):
    """The value depends on the concern alone, so that a page left open does not go stale by itself."""
    values = set()
    for _ in range(2):
        browser = Reporter()
        browser.returns(two_codes[0])
        values.add(hidden_fields(browser.opens("/r/talk/end"))["shown_for"])
    assert len(values) == 1


# --- Drafts ----------------------------------------------------------------------------------------------------------

TYPED = "They took the passports of all of us."
OTHER = "Another person tells about something else."
DRAFT_PAGES = {
    "/r/1": {"danger_level": "happening_now"},
    "/r/2": {"age_of_person": "not_sure"},
    "/r/3": {"account": TYPED},
    "/r/4": {"town": TYPED},
    "/r/5": {"identity_mode": "confidential"},
    "/r/8": {"name": TYPED},
    "/r/9": {"note": TYPED},
    "/r/10": {"exploitation_type": "labour"},
    "/r/12": {"happened_from": TYPED},
    "/r/14": {"responsible": TYPED},
    "/r/19": {"town": TYPED},
    "/r/20": {"affected_description": TYPED},
}


def answers_of(reporter: Reporter) -> tuple[dict, list]:
    opened = drafts.find_draft(reporter.client.cookies[settings.DRAFT_COOKIE_NAME].value, now=timezone.now())
    return opened.answers, opened.files


def begins_anew(reporter: Reporter, *pages: str) -> None:
    """The draft of before stays in its tab; a new one begins in another tab, and has the pages answered."""
    reporter.client.cookies.clear()
    reporter.begins()
    for url in pages:
        reporter.sends(url, **SHORTEST[url])


@pytest.fixture
def telling(reporter) -> Reporter:
    reporter.begins()
    reporter.answers(r4={"town": "Hull"}, r5={"identity_mode": "confidential"})
    reporter.sends("/r/13", affected_description="Twelve people")
    return reporter


@pytest.mark.parametrize("url", DRAFT_PAGES)
def test_a_page_of_another_draft_changes_nothing_in_the_draft_that_is_open_now(telling, url):
    old_tab = hidden_fields(telling.opens(url))
    begins_anew(telling)
    telling.answers(r3={"account": OTHER}, r5={"identity_mode": "confidential"})
    before = answers_of(telling)
    files = {"file": SimpleUploadedFile("note.txt", b"They keep the passports.")} if url == "/r/9" else {}
    page = telling.sends(url, 422, **old_tab, **DRAFT_PAGES[url], **files)
    assert answers_of(telling) == before
    assert "for a different report" in text_of(page)
    assert TYPED not in DRAFT_PAGES[url].values() or TYPED in page


@pytest.mark.parametrize("answered", [(), ("/r/1", "/r/2")])
def test_what_was_typed_stays_and_is_saved_on_purpose_before_the_questions_that_come_first(telling, answered):
    """The account of one draft, sent into a draft of which that page does not open yet."""
    old_tab = hidden_fields(telling.opens("/r/3"))
    begins_anew(telling, *answered)
    page = telling.sends("/r/3", 422, **old_tab, account=TYPED)
    assert f"{TYPED}</textarea>" in page
    assert "account" not in answers_of(telling)[0]
    onward = telling.sends("/r/3", **hidden_fields(page), account=TYPED)
    assert onward == ("/r/4" if answered else "/r/1")
    assert answers_of(telling)[0]["account"] == TYPED


def test_a_page_without_its_hidden_value_changes_nothing(telling):
    before = answers_of(telling)
    telling.sends("/r/3", 422, shown_for="", account=TYPED)
    assert answers_of(telling) == before


def test_each_page_of_a_draft_carries_the_same_value_which_tells_nothing(telling):
    values = {hidden_fields(telling.opens(url))["shown_for"] for url in DRAFT_PAGES}
    row = Draft.objects.get()
    assert len(values) == 1 and not values & {row.uuid.hex, row.submit_token.hex}


def test_the_button_that_forgets_a_code_forgets_none_of_another_draft(telling):
    telling.submits()
    old_tab = hidden_fields(telling.opens("/r/7/leave"))
    begins_anew(telling)
    telling.answers()
    digits = telling.submits()
    telling.sends("/r/7/leave", 422, **old_tab)
    assert code_on(telling.opens("/r/7")) == digits

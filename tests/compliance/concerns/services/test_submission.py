"""How often the POST that sends a concern decrypts its draft, and what it sends where another tab saved meanwhile."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.utils import timezone

from compliance.concerns.encryption import get_answers_place, open_json
from compliance.concerns.forms import submission as submission_forms
from compliance.concerns.models import Concern
from compliance.concerns.services import draft as drafts
from compliance.concerns.services import submission
from compliance.concerns.views.base import get_draft
from portal.vault import sealed_drafts
from tests.factories.concerns import key_of


@pytest.fixture
def ready(reporter, monkeypatch):
    """A reporter whose answers are complete, in front of the check page."""
    monkeypatch.setattr(submission_forms, "MIN_FILL_TIME", timedelta(0))
    reporter.begins()
    reporter.answers()
    return reporter


@pytest.fixture
def openings(monkeypatch):
    """The drafts that were decrypted, by the id of their cookie."""
    opened = []
    decrypt = sealed_drafts.open_draft

    def count(cookie, sealed):
        opened.append(cookie.id)
        return decrypt(cookie, sealed)

    monkeypatch.setattr(sealed_drafts, "open_draft", count)
    return opened


def cookie_of(reporter) -> str:
    return reporter.client.cookies[settings.DRAFT_COOKIE_NAME].value


def answers_sent() -> dict:
    concern = Concern.objects.get()
    return open_json(key_of(concern), concern.answers, get_answers_place(concern.uuid))


def test_the_post_that_sends_a_concern_decrypts_its_draft_once(ready, openings):
    token = ready.token
    openings.clear()
    response = ready.client.post("/r/6", {"token": token})
    assert urlsplit(response["Location"]).path == "/r/7"
    assert Concern.objects.count() == 1
    assert len(openings) == 1


def test_answers_that_another_tab_saved_during_the_post_are_sent(ready, openings, monkeypatch):
    token, cookie = ready.token, sealed_drafts.parse_draft_cookie(cookie_of(ready))
    create_code = submission.create_code

    def save_meanwhile():
        drafts.save_answers(
            cookie, keys=("account",), values={"account": "They took her passport."}, now=timezone.now()
        )
        return create_code()

    monkeypatch.setattr(submission, "create_code", save_meanwhile)
    openings.clear()
    ready.client.post("/r/6", {"token": token})
    assert answers_sent()["account"] == "They took her passport."
    # The view, the other tab, and the view again: what it held was no longer what is saved.
    assert len(openings) == 3


def test_the_draft_that_a_request_holds_is_not_the_one_that_sending_empties(ready):
    opened = drafts.find_draft(cookie_of(ready), now=timezone.now())
    submission.submit(opened, now=timezone.now())
    assert opened.answers["account"] and not opened.is_sent


def test_the_second_of_two_equal_posts_gets_the_same_code_from_the_draft_it_opened_before(ready):
    first, second = (drafts.find_draft(cookie_of(ready), now=timezone.now()) for _ in range(2))
    digits = submission.submit(first, now=timezone.now())
    assert submission.submit(second, now=timezone.now()) == digits
    assert Concern.objects.count() == 1


def test_a_draft_that_is_deleted_meanwhile_sends_nothing(ready):
    opened = drafts.find_draft(cookie_of(ready), now=timezone.now())
    opened.row.delete()
    with pytest.raises(drafts.Gone):
        submission.submit(opened, now=timezone.now())
    assert not Concern.objects.exists()


def test_an_opened_draft_stays_with_its_own_request(ready, openings):
    requests = [RequestFactory().get("/r/6") for _ in range(2)]
    for request in requests:
        request.COOKIES[settings.DRAFT_COOKIE_NAME] = cookie_of(ready)
        assert get_draft(request) is get_draft(request)
    assert len(openings) == 2
    assert get_draft(requests[0]) is not get_draft(requests[1])

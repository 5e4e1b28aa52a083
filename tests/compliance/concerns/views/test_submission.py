"""Sending once, whatever the line and the finger do, and having the code.

See docs/requirements/security.md#sent-once, docs/requirements/helpline.md#check-and-send.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from compliance.concerns import throttling
from compliance.concerns.forms import submission as submission_forms
from compliance.concerns.models import Concern, Draft, HeldLine, Receipt
from compliance.concerns.services import delayed_history, desk, submission
from compliance.concerns.throttling import WaitingPlaces
from portal.history.models import Entry
from portal.vault import kdf
from portal.vault.models import DataKey
from tests.factories.concerns import ANSWERS, Reporter, code_on, open_door


def test_an_equal_second_post_shows_the_same_code(reporter):
    """See docs/requirements/security.md#sent-once."""
    reporter.begins()
    reporter.answers()
    token = reporter.token
    for _ in range(3):
        next_page = reporter.client.post("/r/6", {"token": token})
        assert urlsplit(next_page["Location"]).path == "/r/7"
    digits = {code_on(reporter.opens("/r/7")) for _ in range(2)}
    assert len(digits) == 1
    assert Concern.objects.count() == Receipt.objects.count() == 1


def test_once_the_code_is_written_down_it_says_already_sent(reporter):
    reporter.begins()
    reporter.answers()
    token = reporter.token
    reporter.confirms(reporter.submits())
    page = reporter.sends("/r/6", 200, token=token)
    assert "You have already sent this" in page
    assert reporter.sends("/r/6", 302, token="00000000-0000-4000-8000-000000000000") == "/report/?ended=1"
    assert Concern.objects.count() == 1


def test_the_code_needs_its_last_four_digits_or_a_skip(reporter):
    digits = reporter.tells()
    wrong = "0000" if digits[-4:] != "0000" else "1111"
    page = reporter.sends("/r/7", 422, ending=wrong)
    assert "of the code on this page" in page and code_on(page) == digits
    assert reporter.sends("/r/7", skip="1") == "/r/7/leave"
    assert "Have you saved your code?" in reporter.opens("/r/7/leave")
    assert code_on(reporter.opens("/r/7")) == digits
    assert reporter.sends("/r/7/leave") == "/r/sent"
    assert not Draft.objects.exists()


def test_after_the_code_the_browser_knows_nothing_of_the_visit(reporter):
    reporter.confirms(reporter.tells())
    response = reporter.client.get("/r/sent")
    assert response["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    # Not on the page of the code itself: a reload must still work.
    assert "Clear-Site-Data" not in Reporter().client.get("/r/7").headers


def test_the_code_is_shown_for_fifteen_minutes_at_most(reporter):
    reporter.tells()
    Draft.objects.update(sent_at=timezone.now() - timedelta(minutes=16))
    assert reporter.client.get("/r/7")["Location"] == "/r/sent"
    assert not Draft.objects.exists()


def test_what_was_told_is_gone_from_the_draft_once_it_is_sent(reporter):
    from compliance.concerns.services import draft as drafts

    reporter.tells()
    opened = drafts.find_draft(reporter.client.cookies[settings.DRAFT_COOKIE_NAME].value, now=timezone.now())
    assert set(opened.answers) == {"triage_level", "identity_mode"}
    assert opened.files == []


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ({"r1": {"danger_level": "happening_now"}}, "within 15 minutes"),
        ({"r2": {"age_of_person": "not_sure"}}, "within 1 hour"),
        ({}, "within 24 hours"),
    ],
)
def test_it_says_when_a_person_reads_it_where_the_operator_has_set_a_time(reporter, pages, words, settings):
    settings.HELPLINE_READS_WITHIN = {"p1": (15, "minutes"), "p2": (1, "hours"), "p3": (24, "hours")}
    reporter.tells(**pages)
    assert words in reporter.opens("/r/7")
    settings.HELPLINE_READS_WITHIN = {}
    page = reporter.opens("/r/7")
    assert "within" not in page.partition("When we will read it")[2].partition("</p>")[0]
    assert "We cannot say how soon someone will read it." in page


def test_sending_is_one_transaction(reporter, monkeypatch):
    """A fall in the middle leaves the draft as it was, and no row."""
    reporter.begins()
    reporter.answers()
    token = reporter.token

    def fall(*args, **kwargs):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(submission, "_reduce_draft_to_code", fall)
        with pytest.raises(RuntimeError):
            reporter.client.post("/r/6", {"token": token})
    assert not Concern.objects.exists() and not DataKey.objects.exists() and not Receipt.objects.exists()
    assert not HeldLine.objects.exists()
    assert len(reporter.submits()) == 20


def test_a_busy_machine_loses_nothing(reporter, monkeypatch):
    reporter.begins()
    reporter.answers()
    token = reporter.token

    def busy(*args, **kwargs):
        raise kdf.Busy

    with monkeypatch.context() as flooded:
        flooded.setattr(kdf.RECEIPT_KDF, "derive", busy)
        response = reporter.client.post("/r/6", {"token": token})
    assert response.status_code == 429 and response["Retry-After"] == "10"
    assert settings.HELPLINE_NUMBER in response.content.decode()
    assert len(reporter.submits()) == 20


def test_over_the_limit_people_are_slowed_down_and_not_refused(reporter, settings, monkeypatch):
    waited: list[float] = []
    monkeypatch.setattr(throttling, "sleep", waited.append)
    settings.LIMITS = {**settings.LIMITS, "concern_submit": (1, 3600)}
    reporter.confirms(reporter.tells())
    reporter.begins()
    reporter.answers()
    assert reporter.sends("/r/6", token=reporter.token) == "/r/7"
    assert waited == [throttling.DELAY_SECONDS]


def test_over_the_limit_of_the_site_the_first_reports_of_a_network_wait_for_nobody(door, settings, monkeypatch):
    """A flood delays itself (docs/requirements/security.md#rate-limits)."""
    waited: list[float] = []
    monkeypatch.setattr(throttling, "sleep", waited.append)
    settings.LIMITS = {**settings.LIMITS, "concern_submit_site": (0, 3600), "concern_submit_first": (1, 3600)}
    for network, waits in (("198.51.100", 0), ("198.51.100", 1), ("203.0.113", 1)):
        Reporter(Client(REMOTE_ADDR=f"{network}.7")).tells()
        assert len(waited) == waits


def test_where_very_many_are_slowed_down_the_answers_stay_and_the_same_works_again_soon(
    reporter, settings, monkeypatch
):
    settings.LIMITS = {**settings.LIMITS, "concern_submit": (0, 3600)}
    reporter.begins()
    reporter.answers()
    token = reporter.token
    monkeypatch.setitem(throttling._places, "submit", WaitingPlaces(0))
    assert "your answers are safe" in reporter.sends("/r/6", 429, token=token)
    assert Draft.objects.filter(sent_at=None).exists()


def test_nobody_sends_within_three_seconds(reporter, monkeypatch):
    monkeypatch.setattr(submission_forms, "MIN_FILL_TIME", timedelta(seconds=60))
    reporter.begins()
    reporter.answers()
    assert "Check your answers again, then send" in reporter.sends("/r/6", 422, token=reporter.token)


def test_the_history_tells_the_hour_and_nobody(reporter):
    reporter.tells()
    assert delayed_history.write_due_lines(timezone.now() + timedelta(hours=1)) == 1
    line = Entry.objects.get(action="concerns.concern.received")
    assert line.actor_id is None and line.scope is None
    assert (line.at.minute, line.at.second) == (0, 0)
    assert line.detail == {"level": "p3"}


@pytest.mark.django_db(transaction=True)
def test_the_costly_run_is_over_before_anything_is_locked(monkeypatch):
    """A fifth of a second within a transaction would keep everybody else on SQLite from writing."""
    monkeypatch.setattr(submission_forms, "MIN_FILL_TIME", timedelta(0))
    open_door()
    stretch, was_locked = kdf.RECEIPT_KDF.derive, []

    def told(*args, **kwargs):
        was_locked.append(connection.in_atomic_block)
        return stretch(*args, **kwargs)

    monkeypatch.setattr(kdf.RECEIPT_KDF, "derive", told)
    reporter = Reporter()
    reporter.returns(reporter.tells())
    reporter.opens("/r/talk/")
    reporter.sends("/r/talk/code", 200)
    desk.open_by_phone(ANSWERS, by="a handler", now=timezone.now())
    assert was_locked == [False] * 4


@pytest.mark.django_db(transaction=True)
def test_double_submit(monkeypatch):
    """50 equal posts at once: one concern, and one code for all of them (docs/requirements/security.md#sent-once)."""
    monkeypatch.setattr(submission_forms, "MIN_FILL_TIME", timedelta(0))
    open_door()
    first = Reporter()
    first.begins()
    first.answers()
    token, cookie = first.token, first.client.cookies[settings.DRAFT_COOKIE_NAME].value
    gate = threading.Barrier(10)

    def post(number: int) -> str:
        client = Client()
        client.cookies[settings.DRAFT_COOKIE_NAME] = cookie
        if number < 10:
            gate.wait(timeout=30)
        try:
            response = client.post("/r/6", {"token": token})
            assert response["Location"] == "/r/7", response.status_code
            return code_on(client.get("/r/7").content.decode())
        finally:
            connections.close_all()

    limits = settings.LIMITS | {"concern_submit": (1000, 3600)}
    monkeypatch.setattr(settings, "LIMITS", limits)
    with ThreadPoolExecutor(10) as pool:
        codes = set(pool.map(post, range(50)))
    assert len(codes) == 1 and len(codes.pop()) == 20
    assert Concern.objects.count() == Receipt.objects.count() == DataKey.objects.count() == 1

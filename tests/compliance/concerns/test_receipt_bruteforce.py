"""Guessing codes is limited, by source and for the whole site (docs/requirements/security.md#receipt-guessing)."""

import math
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory

from compliance.concerns import throttling
from compliance.concerns.models import Visit
from portal.core.concurrency import limit_concurrency
from portal.vault import receipts
from tests.factories.concerns import Reporter, make_concern


def test_a_source_has_five_tries_in_ten_minutes(door):
    made = make_concern()
    guesser = Reporter()
    answers = [guesser.client.post("/r/return/", {"code": f"{number:020d}"}).status_code for number in range(50)]
    assert answers == [422] * 5 + [429] * 45
    # The right code is not told apart from a wrong one by then.
    assert guesser.client.post("/r/return/", {"code": made.digits}).status_code == 429
    assert not Visit.objects.exists()


def test_another_source_is_not_kept_waiting(door, settings):
    made = make_concern()
    for number in range(6):
        Reporter().client.post("/r/return/", {"code": f"{number:020d}"}, REMOTE_ADDR="198.51.100.7")
    response = Reporter().client.post("/r/return/", {"code": made.digits}, REMOTE_ADDR="203.0.113.9")
    assert response.status_code == 303


def test_beyond_sixty_tries_an_hour_each_further_one_of_the_site_waits(door, monkeypatch):
    waited: list[float] = []
    monkeypatch.setattr(throttling, "sleep", waited.append)
    for number in range(62):
        Reporter().client.post("/r/return/", {"code": "1"}, REMOTE_ADDR=f"198.51.{number}.7")
    assert waited == [5.0, 5.0]


def test_those_who_wait_take_eight_places(door, monkeypatch):
    monkeypatch.setattr(throttling, "sleep", lambda seconds: None)
    for number in range(60):
        Reporter().client.post("/r/return/", {"code": "1"}, REMOTE_ADDR=f"198.51.{number}.7")
    with ExitStack() as waiting:
        for place in range(throttling.MAX_PAUSED):
            answer = Reporter().client.post("/r/return/", {"code": "1"}, REMOTE_ADDR=f"198.52.{place}.7")
            assert answer.status_code == 422
            waiting.enter_context(throttling._places["receipt"].claim(f"198.52.{place}.0/24"))
        last = Reporter().client.post("/r/return/", {"code": "1"}, REMOTE_ADDR="198.53.0.7")
        assert last.status_code == 429


def test_who_waits_lends_the_turn_to_others(monkeypatch):
    """Beyond sixty tries a stranger who guesses on keeps nobody else out."""
    waiting, go_on = threading.Semaphore(0), threading.Event()

    def wait(seconds):
        waiting.release()
        assert go_on.wait(10)

    monkeypatch.setattr(throttling, "sleep", wait)

    def application(environ, _):
        throttling.slow_down_if(environ["guesses"], "receipt", WSGIRequest(environ))
        return [b"answered"]

    def asked(number, *, guesses):
        environ = RequestFactory().get("/", REMOTE_ADDR=f"198.51.{number}.7").environ
        return {**environ, "wsgi.input": None, "guesses": guesses}

    served = limit_concurrency(application, at_once=4)
    with ThreadPoolExecutor(9) as visitors:
        guesses = [visitors.submit(served, asked(number, guesses=True), None) for number in range(8)]
        for _ in guesses:
            assert waiting.acquire(timeout=10)
        assert visitors.submit(served, asked(8, guesses=False), None).result(10) == [b"answered"]
        go_on.set()
    assert [guess.result() for guess in guesses] == [[b"answered"]] * 8


def test_a_code_is_too_long_to_guess():
    assert math.log2(10**receipts.DIGITS) >= 66
    a_year_at_sixty_an_hour = 60 * 24 * 365 * 10_000 / 10**receipts.DIGITS
    assert a_year_at_sixty_an_hour < 1e-9

"""Places of a process: bounded queues, each kind of address with its own."""

import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from portal.core import body_slots, concurrency, lanes
from portal.core.body_slots import BodySlots, Incoming
from portal.core.concurrency import TOO_BUSY_KEY, limit_concurrency
from portal.core.lanes import Busy, Lane, SlotPool
from portal.core.streaming import stream_response
from portal.core.turn_queue import Turns
from portal.settings import databases
from portal.wsgi import AT_ONCE, MAX_KEPT_CONNECTIONS, RESERVED
from tests.support.forms import forms_on, parse_page

FORM = "application/x-www-form-urlencoded"


def test_a_queue_is_bounded_in_number_and_in_time():
    places = SlotPool(1, max_waiting=1, max_seconds=0.2)
    with ThreadPoolExecutor(1) as pool, places.claim():
        waiting = pool.submit(lambda: places.claim().__enter__())
        while not places._waiting:
            time.sleep(0.01)
        with pytest.raises(Busy), places.claim():
            pass
        assert isinstance(waiting.exception(10), Busy)
    with places.claim():
        pass


def test_sandboxed_work_of_a_request_holds_no_turn_of_its_lane():
    """Four statements that are read at once used to shut a whole process."""
    working, go_on = threading.Semaphore(0), threading.Event()

    def application(environ, start_response):
        if environ["heavy"]:
            with lanes.lane_paused(), lanes.current_lane().sandbox.claim():
                working.release()
                assert go_on.wait(10)
        return [b"answered"]

    served = limit_concurrency(application, at_once=1)
    with ThreadPoolExecutor(4) as visitors:
        heavy = [visitors.submit(served, {"wsgi.input": None, "heavy": True}, None) for _ in range(3)]
        assert working.acquire(timeout=10) and working.acquire(timeout=10)
        assert not working.acquire(timeout=0.1), "two places of the sandbox, the third waits"
        assert visitors.submit(served, {"wsgi.input": None, "heavy": False}, None).result(10) == [b"answered"]
        go_on.set()
    assert [one.result() for one in heavy] == [[b"answered"]] * 3


def test_requests_that_work_take_no_turn_of_another_lane():
    working, go_on = threading.Semaphore(0), threading.Event()

    def application(environ, start_response):
        if environ["PATH_INFO"] != "/report/":
            working.release()
            assert go_on.wait(10)
        return [b"answered"]

    served = limit_concurrency(application, at_once=1, reserved=[Lane("reporters", ("/report/",), Turns(1))])
    with ThreadPoolExecutor(3) as visitors:
        others = [visitors.submit(served, {"wsgi.input": None, "PATH_INFO": "/search/"}, None) for _ in range(2)]
        assert working.acquire(timeout=10)
        reporter = visitors.submit(served, {"wsgi.input": None, "PATH_INFO": "/report/"}, None)
        assert reporter.result(10) == [b"answered"]
        go_on.set()
    assert [one.result() for one in others] == [[b"answered"]] * 2


def test_reporters_files_have_places_that_nothing_else_takes():
    lane_of = {path: lane for lane in RESERVED for path in lane.paths}
    assert lane_of["/report/"] is lane_of["/r/"]
    assert lane_of["/r/9"] is lane_of["/r/talk/file"] is not lane_of["/r/"], "files never delay words"
    assert len({id(lane.sandbox) for lane in RESERVED}) == len(RESERVED)
    assert len({id(lane.bodies) for lane in RESERVED}) == len(RESERVED)


def test_all_turns_have_as_many_connections_to_the_database():
    turns = AT_ONCE + sum(lane.turns.most for lane in RESERVED)
    assert turns == MAX_KEPT_CONNECTIONS
    # And one for the watch of a missing worker.
    assert f"pool={turns + 1})" in Path(databases.__file__).with_name("production.py").read_text()


@pytest.mark.django_db
def test_who_was_cut_off_is_told_that_we_are_busy_and_not_that_the_form_is_forged(settings):
    class Cut:
        def read(self, *size):
            environ["wsgi.input"]._incoming.is_cut = True
            return b"half of it"

    environ = RequestFactory().post("/check-a-statement/", "x", content_type=FORM).environ
    cookie = f"{settings.CSRF_COOKIE_NAME}={'a' * 32}"
    environ |= {"wsgi.input": Cut(), "CONTENT_LENGTH": "1000", "HTTP_COOKIE": cookie}
    statuses: list[str] = []
    page = limit_concurrency(WSGIHandler(), at_once=1)(environ, lambda status, _headers: statuses.append(status))
    assert statuses[0].startswith("503") and b"very busy" in b"".join(page)


def test_half_a_body_is_never_taken_for_a_whole_one():
    class Cut:
        def read(self, *size):
            environ["incoming"].is_cut = True
            return b"half of it"

    environ = {"wsgi.input": Cut(), "CONTENT_LENGTH": "1000"}

    def application(environ, start_response):
        environ["incoming"] = environ["wsgi.input"]._incoming
        return [environ["wsgi.input"].read(1000)]

    with pytest.raises(ConnectionResetError):
        limit_concurrency(application, at_once=1)(environ, None)


def test_a_body_that_finds_no_slot_is_told_so_unread():
    lane = Lane("checks", ("/check/",), Turns(1), bodies=BodySlots(0, max_seconds=0))
    served = limit_concurrency(lambda environ, _: [environ.get(TOO_BUSY_KEY)], at_once=1, reserved=[lane])
    asked = {"wsgi.input": io.BytesIO(b"x"), "PATH_INFO": "/check/"}
    assert served({**asked, "CONTENT_LENGTH": "1"}, None) == [True]
    assert served({**asked, "CONTENT_LENGTH": ""}, None) == [None]


def post_while_busy(typed: str, **headers: str) -> tuple[str, str]:
    """Return the status and the page of a form that finds no slot, through the whole application."""
    lane = Lane("checks", ("/check-a-statement/",), Turns(1), bodies=BodySlots(0, max_seconds=0))
    environ = RequestFactory().post("/check-a-statement/", typed, content_type=FORM, **OURS | headers).environ
    statuses: list[str] = []
    served = limit_concurrency(WSGIHandler(), at_once=1, reserved=[lane])
    answer = served(environ, lambda status, headers: statuses.append(status))
    return statuses[0], b"".join(answer).decode()


NAMELESS = {"HTTP_ORIGIN": "null"}
OURS = {"HTTP_ORIGIN": "http://testserver", "HTTP_HOST": "testserver"}
TYPED = 'They keep our passports. "All" of <us>.'


@pytest.mark.django_db
def test_a_small_form_that_finds_no_slot_is_given_back_to_be_sent_again(django_assert_num_queries):
    with django_assert_num_queries(0):
        status, page = post_while_busy(urlencode({"text": TYPED, "password": "secret"}))
    assert status.startswith("503")
    form = next(form for form in forms_on(parse_page(page), "/") if form.method == "post")
    assert form.address == "/check-a-statement/"
    assert [(name, value.removeprefix("\n")) for name, value in form.initial] == [("text", TYPED)]
    assert "what you typed" in page and "secret" not in page


@pytest.mark.django_db
def test_a_small_form_is_given_back_under_the_policy_of_every_page():
    """It carries a token: no other site may show it in a frame, and none gets its words back."""
    lane = Lane("checks", ("/check-a-statement/",), Turns(1), bodies=BodySlots(0, max_seconds=0))
    sent = urlencode({"text": TYPED})
    environ = RequestFactory().post("/check-a-statement/", sent, content_type=FORM).environ
    answered: list[dict[str, str]] = []
    limit_concurrency(WSGIHandler(), at_once=1, reserved=[lane])(
        environ, lambda _status, pairs: answered.append(dict(pairs))
    )
    assert "frame-ancestors 'none'" in answered[0]["Content-Security-Policy"]
    assert answered[0]["Cache-Control"] == "no-store"
    for foreign in ({"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_ORIGIN": "https://elsewhere.example"}, NAMELESS):
        status, page = post_while_busy(sent, **foreign)
        assert status.startswith("503") and "passports" not in page


@pytest.mark.parametrize(("path", "has_exit"), [("/r/3", True), ("/check-a-statement/", False)])
def test_the_way_out_stays_on_a_page_that_holds_what_a_reporter_typed(client, path, has_exit):
    answer = client.post(path, {"account": TYPED}, **OURS, **{TOO_BUSY_KEY: True, concurrency.GIVES_BACK_KEY: True})
    assert answer.status_code == 503 and "passports" in answer.text
    assert ('href="/r/exit"' in answer.text) == has_exit


def test_a_large_form_that_finds_no_slot_stays_unread():
    class Unread:
        def read(self, *size):
            raise AssertionError("read")

    lane = Lane("checks", ("/check/",), Turns(1), bodies=BodySlots(0, max_seconds=0))
    environ = {"wsgi.input": Unread(), "PATH_INFO": "/check/", "CONTENT_LENGTH": str(concurrency.SMALL_BYTES + 1)}
    limit_concurrency(lambda environ, _: [b""], at_once=1, reserved=[lane])(environ, None)
    assert (environ[TOO_BUSY_KEY], environ[concurrency.GIVES_BACK_KEY]) == (True, False)


def test_slow_senders_of_small_forms_hold_few_slots_for_two_seconds(monkeypatch):
    """However many there are, the next one waits for nobody: it finds a slot, or stays unread."""
    slots = BodySlots(2, max_seconds=0, max_held_seconds=concurrency.SMALL_SECONDS)
    monkeypatch.setattr(concurrency, "_small_bodies", slots)
    gave_back = []

    def application(environ, _):
        gave_back.append(environ[concurrency.GIVES_BACK_KEY])
        if len(gave_back) < 4:
            served(asked(), None)
        return [b""]

    def asked():
        return {"wsgi.input": io.BytesIO(b"x"), "PATH_INFO": "/check/", "CONTENT_LENGTH": "9"}

    lane = Lane("checks", ("/check/",), Turns(9), bodies=BodySlots(0, max_seconds=0))
    served = limit_concurrency(application, at_once=9, reserved=[lane])
    served(asked(), None)
    assert gave_back == [True, True, False, False]
    now = time.monotonic()
    held = Incoming(None)
    held.received = 10**9
    assert slots.claim(held) and slots.claim(Incoming(None)) and not slots.claim(Incoming(None))
    monkeypatch.setattr(body_slots.time, "monotonic", lambda: now + concurrency.SMALL_SECONDS + 1)
    assert slots.claim(Incoming(None))


def test_the_page_of_too_busy_says_what_to_do(client, settings):
    answer = client.post("/check-a-statement/", {"text": "x"}, **{TOO_BUSY_KEY: True})
    page = answer.content.decode()
    assert answer.status_code == 503 and answer["Retry-After"]
    assert "select the button again" in page and settings.HELPLINE_NUMBER in page


UNREAD = []


@pytest.mark.parametrize("_turn", range(3))
def test_streams_that_an_earlier_test_left_unread_take_no_slot_from_this_one(_turn):
    UNREAD.extend(stream_response(["a piece"], content_type="text/plain") for _ in range(8))
    with pytest.raises(Busy):
        stream_response(["a piece"], content_type="text/plain")

"""Places of a process: bounded queues, each kind of address with its own, and slow bodies that make room."""

import io
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from threading import Semaphore
from urllib.parse import urlencode

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from portal.core import body_slots, concurrency, lanes
from portal.core.body_slots import GRACE_SECONDS, MAX_OWED_SECONDS, RETURN_SECONDS, BodySlots, Incoming
from portal.core.concurrency import TOO_BUSY_KEY, limit_concurrency
from portal.core.lanes import Busy, Lane, SlotPool
from portal.core.streaming import stream_response
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

    served = limit_concurrency(application, at_once=1, reserved=[Lane("reporters", ("/report/",), Semaphore(1))])
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
    turns = AT_ONCE + sum(lane.turns._value for lane in RESERVED)
    assert turns == MAX_KEPT_CONNECTIONS
    # And one for the watch of a missing worker.
    assert f"pool={turns + 1})" in Path(databases.__file__).with_name("production.py").read_text()


class Clock:
    """The clock of the slots, which the test moves."""

    now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(body_slots, "time", clock)
    return clock


def test_the_slowest_sender_makes_room_for_the_next(clock):
    slots = BodySlots(2, max_seconds=0)
    ours, theirs = socket.socketpair()
    slow, fast = Incoming(ours), Incoming(None)
    assert slots.claim(slow) and slots.claim(fast)
    fast.received = 10**9
    with slow.awaiting(), fast.awaiting():
        assert not slots.claim(Incoming(None)), "nobody is slow at once"
        clock.now += GRACE_SECONDS + 1
        assert slots.claim(Incoming(None))
    assert slow.is_cut and not fast.is_cut
    assert ours.recv(1) == b"", "whoever waited for its next byte is woken"
    theirs.close()


def test_senders_who_are_fast_enough_are_never_cut(clock):
    slots = BodySlots(1, max_seconds=0)
    fast = Incoming(None)
    fast.received = 10**9
    with fast.awaiting():
        assert slots.claim(fast)
        clock.now += GRACE_SECONDS + 1
        assert not slots.claim(Incoming(None)) and not fast.is_cut
    slots.release(fast)
    assert slots.claim(Incoming(None))


def test_a_sender_who_waits_for_our_turn_is_not_slow(clock):
    """Sent at once, it lies there unread while the machine is busy: that is no fault of whoever sent it."""
    slots = BodySlots(1, max_seconds=0)
    waiting = Incoming(None)
    assert slots.claim(waiting)
    clock.now += GRACE_SECONDS + 1
    assert not slots.claim(Incoming(None)) and not waiting.is_cut


def hold(slots: BodySlots, waiting: ExitStack, *senders: object, received: int = 10**9) -> Incoming:
    """A body that is on its way, fast unless it is said."""
    body = Incoming(None, senders)
    assert slots.claim(body)
    waiting.enter_context(body.awaiting())
    body.received = received
    return body


def test_the_network_that_holds_most_slots_makes_room_however_fast_it_sends(clock):
    """Senders a little faster than slow, from few networks, kept everybody else waiting."""
    slots = BodySlots(4, max_seconds=0)
    with ExitStack() as waiting:
        theirs = [hold(slots, waiting, "theirs", received=10**9 + n) for n in range(3)]
        other = hold(slots, waiting, "other", received=1)
        clock.now += GRACE_SECONDS + 1
        assert slots.claim(Incoming(None, ("honest",)))
        assert [body.is_cut for body in [*theirs, other]] == [True, False, False, False]
        clock.now -= 2
        assert not slots.claim(Incoming(None, ("theirs",))), "nobody gains by coming again"


def test_the_draft_that_holds_most_slots_makes_room_whatever_its_networks(clock):
    slots = BodySlots(3, max_seconds=0)
    with ExitStack() as waiting:
        theirs = [hold(slots, waiting, network, "draft") for network in ("one", "two")]
        other = hold(slots, waiting, "three", "another")
        assert slots.claim(Incoming(None, ("honest", "own draft")))
    assert sorted(body.is_cut for body in theirs) == [False, True] and not other.is_cut


def test_of_a_network_the_draft_that_holds_most_is_cut_first(clock):
    """Somebody who shares a network with a flood, as behind one exit of Tor."""
    slots = BodySlots(3, max_seconds=0)
    with ExitStack() as waiting:
        honest = hold(slots, waiting, "shared", "own draft", received=0)
        theirs = [hold(slots, waiting, "shared", "draft") for _ in range(2)]
        clock.now += GRACE_SECONDS + 1
        assert slots.claim(Incoming(None, ("honest",)))
    assert sorted(body.is_cut for body in theirs) == [False, True] and not honest.is_cut


def test_in_the_largest_share_those_within_the_grace_are_cut_last(clock):
    slots = BodySlots(3, max_seconds=0)
    with ExitStack() as waiting:
        old = hold(slots, waiting, "theirs")
        clock.now += GRACE_SECONDS + 1
        young = [hold(slots, waiting, "theirs", received=0) for _ in range(2)]
        assert slots.claim(Incoming(None, ("honest",)))
    assert old.is_cut and not any(body.is_cut for body in young)


def test_a_slow_phone_never_makes_room_for_a_network_that_holds_more(clock):
    slots = BodySlots(3, max_seconds=0)
    with ExitStack() as waiting:
        phone = hold(slots, waiting, "phone", received=1)
        for _ in range(2):
            hold(slots, waiting, "theirs")
        clock.now += GRACE_SECONDS + 1
        assert not slots.claim(Incoming(None, ("theirs",))) and not phone.is_cut


def test_what_counts_as_slow_rises_while_somebody_waits(clock):
    """Where networks hold about as many slots, the slowest makes room in the end, but nobody before that is needed."""
    slots = BodySlots(3, max_seconds=0)
    with ExitStack() as waiting:
        honest, *theirs = (
            hold(slots, waiting, network, received=int(3 * 2048 * (GRACE_SECONDS + 1)))
            for network in ("honest", "theirs", "theirs")
        )
        clock.now += GRACE_SECONDS + 1
        newcomer = Incoming(None, ("honest",))
        assert not slots._has_room_for(newcomer, waited=1) and not any(body.is_cut for body in theirs)
        assert slots._has_room_for(newcomer, waited=2) and any(body.is_cut for body in theirs)
    assert not honest.is_cut


def test_a_slow_phone_alone_in_its_network_is_never_cut(clock):
    """Three kilobytes a second, however long somebody waits and however few slots everybody else holds."""
    slots = BodySlots(2, max_seconds=0)
    with ExitStack() as waiting:
        phone = hold(slots, waiting, "phone", "its draft", received=0)
        other = hold(slots, waiting, "other", received=0)
        for _ in range(600):
            clock.now += 1
            phone.received, other.received = phone.received + 3000, other.received + 3000
            for newcomer in ("honest", "phone", "theirs"):
                assert not slots._has_room_for(Incoming(None, (newcomer,)), waited=20)
    assert not phone.is_cut and not other.is_cut


def test_a_slow_phone_is_judged_by_what_has_come_and_not_by_what_was_read_whole(clock):
    """Of the first 64 KB, which the form is read in, nothing counted for twenty seconds."""
    files = Lane("files", ("/r/9",), Semaphore(1), bodies=BodySlots(1, max_seconds=0))
    makes_room: list[bool] = []

    class Phone:
        left = 200_000

        def read(self, size):
            """As the server's: it returns once all that was asked for has come, at three kilobytes a second."""
            size = min(size, self.left)
            for _ in range(size // 300):
                clock.now += 0.1
                makes_room.append(files.bodies._has_room_for(Incoming(None, ("honest",)), waited=20))
            self.left -= size
            return b"x" * size

    def application(environ, _):
        return list(iter(lambda: environ["wsgi.input"].read(64 * 1024), b""))

    served = limit_concurrency(application, at_once=1, reserved=[files], get_senders=lambda _: ("phone",))
    pieces = served({"wsgi.input": Phone(), "PATH_INFO": "/r/9", "CONTENT_LENGTH": "200000"}, None)
    assert [len(piece) for piece in pieces] == [65536, 65536, 65536, 200_000 - 3 * 65536]
    assert len(makes_room) > 600 and not any(makes_room)


def come_back(slots: BodySlots, *senders: object) -> Incoming | None:
    """A newcomer, where it is let in at once."""
    body = Incoming(None, senders)
    return body if slots.claim(body) else None


def test_a_network_pays_for_each_sender_that_was_cut_before_the_next_one_is_let_in(clock):
    """Senders who came back half a second after they were cut kept the machine busy with nothing else."""
    slots = BodySlots(4, max_seconds=0)
    with ExitStack() as waiting:
        for n in range(4):
            hold(slots, waiting, "theirs", received=10**9 + n)
        honest = [come_back(slots, network) for network in ("one", "two", "three")]
        assert all(honest), "a network that was not cut finds room at once"
        for body in honest:
            slots.release(body)
    let_in = []
    for half_seconds in range(60):
        clock.now += 0.5
        if body := come_back(slots, "theirs"):
            let_in.append((half_seconds + 1) / 2)
            slots.release(body)
    paid = [RETURN_SECONDS, 2 * RETURN_SECONDS, 3 * RETURN_SECONDS]
    assert let_in[:2] == paid[:2], "one at a time for as often as it was cut, though slots are free"
    assert let_in[2:] == [paid[2] + n / 2 for n in range(len(let_in) - 2)] and len(let_in) > 3, "then as anybody"
    assert not slots._returns, "of a network that has paid nothing is known"


def test_a_network_that_was_cut_waits_behind_those_that_were_not(clock):
    slots = BodySlots(3, max_seconds=0)
    with ExitStack() as waiting:
        for _ in range(3):
            hold(slots, waiting, "theirs")
        one, two = come_back(slots, "one"), come_back(slots, "two")
        clock.now += RETURN_SECONDS
        slots.release(one)
        slots.release(two)
        slots._waiting.append(Incoming(None, ("patient",)))
        assert not come_back(slots, "theirs")
        assert come_back(slots, "patient")


def test_of_a_network_that_was_cut_the_draft_that_holds_least_goes_first(clock):
    """Somebody who shares a network with a flood, as behind one exit of Tor, has the next turn of it."""
    slots = BodySlots(4, max_seconds=0)
    with ExitStack() as waiting:
        for _ in range(4):
            hold(slots, waiting, "shared", "draft")
        for body in [come_back(slots, network) for network in ("one", "two")]:
            slots.release(body)
        theirs, honest = Incoming(None, ("shared", "draft")), Incoming(None, ("shared", "own draft"))
        slots._waiting += [theirs, honest]
        clock.now += RETURN_SECONDS
        assert not slots._has_room_for(theirs, waited=5)
        assert slots._has_room_for(honest, waited=5)


def test_a_network_that_was_cut_very_often_is_let_in_as_anybody_a_minute_later(clock):
    slots = BodySlots(40, max_seconds=0)
    with ExitStack() as waiting:
        for _ in range(40):
            hold(slots, waiting, "theirs")
        honest = [come_back(slots, network) for network in range(30)]
        for body in honest:
            slots.release(body)
        clock.now += MAX_OWED_SECONDS - 1
        assert come_back(slots, "theirs") and not come_back(slots, "theirs")
        clock.now += 1
        assert come_back(slots, "theirs") and come_back(slots, "theirs")


def test_a_network_waits_in_at_most_as_many_places_as_it_leaves_free(clock):
    slots = BodySlots(0, max_seconds=20, max_waiting=4)
    slots._waiting += [Incoming(None, ("theirs",)) for _ in range(2)]
    assert not slots.claim(Incoming(None, ("theirs",)))
    assert slots._may_wait(Incoming(None, ("honest",)))


def test_few_wait_for_a_slot_at_a_time(clock):
    """Each holds a thread, which pages for reporters need."""
    slots = BodySlots(0, max_seconds=20, max_waiting=0)
    assert not slots.claim(Incoming(None))


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
    lane = Lane("checks", ("/check/",), Semaphore(1), bodies=BodySlots(0, max_seconds=0))
    served = limit_concurrency(lambda environ, _: [environ.get(TOO_BUSY_KEY)], at_once=1, reserved=[lane])
    asked = {"wsgi.input": io.BytesIO(b"x"), "PATH_INFO": "/check/"}
    assert served({**asked, "CONTENT_LENGTH": "1"}, None) == [True]
    assert served({**asked, "CONTENT_LENGTH": ""}, None) == [None]


def post_while_busy(typed: str, **headers: str) -> tuple[str, str]:
    """Return the status and the page of a form that finds no slot, through the whole application."""
    lane = Lane("checks", ("/check-a-statement/",), Semaphore(1), bodies=BodySlots(0, max_seconds=0))
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
    lane = Lane("checks", ("/check-a-statement/",), Semaphore(1), bodies=BodySlots(0, max_seconds=0))
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

    lane = Lane("checks", ("/check/",), Semaphore(1), bodies=BodySlots(0, max_seconds=0))
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

    lane = Lane("checks", ("/check/",), Semaphore(9), bodies=BodySlots(0, max_seconds=0))
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

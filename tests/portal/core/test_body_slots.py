"""Slow bodies make room, and their network pays for it (docs/requirements/security.md#slow-clients)."""

import socket
from contextlib import ExitStack

import pytest

from portal.core import body_slots
from portal.core.body_slots import GRACE_SECONDS, MAX_OWED_SECONDS, RETURN_SECONDS, BodySlots, Incoming
from portal.core.concurrency import limit_concurrency
from portal.core.lanes import Lane
from portal.core.turn_queue import Turns


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
    files = Lane("files", ("/r/9",), Turns(1), bodies=BodySlots(1, max_seconds=0))
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

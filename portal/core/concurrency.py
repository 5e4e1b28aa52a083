"""Limits how many requests of a process work at once; many may be on their way in or out, so slow visitors hold up
nobody.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Semaphore
from typing import Any
from wsgiref.types import WSGIEnvironment

from django.db import connections

from portal.core import lanes
from portal.core.body_slots import BodySlots, Incoming
from portal.core.lanes import Lane, SlotPool
from portal.core.turn_queue import Turn, Turns

type Application = Callable[[WSGIEnvironment, Callable[..., Any]], Iterable[bytes]]
# That of the request at hand.
_turn: ContextVar[Turn | None] = ContextVar("turn", default=None)
# Of all answers that are made while they are sent, one piece at a time: they are long, and a page goes first.
_stream_turn = Semaphore(1)
# In the environment of a request that no slot was found for: portal.core.middleware.TooBusyMiddleware answers it. Or
# whose sender was cut off to make room: the check against forgery, which misses its token, answers the same.
TOO_BUSY_KEY = "portal.too_busy"
# Beside it, where the body is small enough to be read even so, and given back to whoever typed it.
GIVES_BACK_KEY = "portal.gives_back"
# A form without a file. Of all lanes together so many at a time, each for so many seconds at most: half a megabyte.
SMALL_BYTES, MAX_SMALL, SMALL_SECONDS = 64 * 1024, 8, 2.0
# A body is read in steps of at most a quarter of what has come: so a rate is told too low by a fifth at most.
MIN_STEP_BYTES = 1024
_small_bodies = BodySlots(MAX_SMALL, max_seconds=0, max_held_seconds=SMALL_SECONDS)


def limit_concurrency(
    application: Application,
    *,
    at_once: int,
    reserved: Sequence[Lane] = (),
    get_senders: Callable[[WSGIEnvironment], tuple[object, ...]] = lambda _environ: (),
) -> Application:
    """Wrap the WSGI application so that at most `at_once` of its requests work at once. The server
    needs more threads than that.

    reserved: lanes of addresses that have turns, bodies and sandboxed jobs of their own; at_once is for all others.
    get_senders: keys of whom a request comes from, as `portal.core.senders`.
    A request that waits for its sender's next bytes lends its turn to others. Nothing is gathered before it is asked
    for: a reporter's upload goes under a key and to a disk as it comes.
    No answer holds a turn or a connection to the database while it is sent.

    See docs/requirements/security.md#uploads-in-memory, docs/requirements/security.md#slow-clients.
    """
    others = Lane("others", ("/",), Turns(at_once), sandbox=SlotPool(2, max_waiting=12, max_seconds=20), niceness=5)

    def answer(environ: WSGIEnvironment, start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        lane = next((candidate for candidate in reserved if path.startswith(candidate.paths)), others)
        senders = get_senders(environ)
        turn = lane.turns.make_turn(senders)
        body = _Body(environ["wsgi.input"], lane.bodies, turn, environ, senders)
        if not body.has_slot:
            environ[TOO_BUSY_KEY] = True
            environ[GIVES_BACK_KEY] = body.claim_small()
        environ["wsgi.input"] = body
        before, token = _turn.set(turn), lanes.enter_lane(lane, turn_released)
        try:
            with turn.held():
                response = application(environ, start_response)
                release_connections()
            return _StreamedResponse(response, turn) if getattr(response, "streaming", False) else response
        finally:
            body.leave()
            lanes.leave_lane(token)
            _turn.reset(before)

    return answer


@contextmanager
def turn_released() -> Iterator[None]:
    """Lend the request's turn and its database connection to others while it waits on purpose.

    Within a transaction it keeps both: there are no more connections than turns.
    """
    release_connections()
    turn = _turn.get()
    if turn is None or any(connection.in_atomic_block for connection in connections.all(initialized_only=True)):
        yield
        return
    turn.release()
    try:
        yield
    finally:
        turn.acquire()


def release_connections() -> None:
    """Release the request's connections before it waits for long. The next query takes another."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


class _Body:
    """Wraps the body of a request. Django asks it for nothing but these two methods."""

    def __init__(
        self,
        body: Any,
        slots: BodySlots,
        turn: Turn,
        environ: WSGIEnvironment,
        senders: tuple[object, ...],
    ) -> None:
        self._body, self._slots, self._turn, self._environ = body, slots, turn, environ
        self._left = _length(environ)
        self._incoming = Incoming(environ.get("gunicorn.socket"), senders)
        self.has_slot = self._left == 0 or self._slots.claim(self._incoming)

    def claim_small(self) -> bool:
        """Claim a slot among those for forms of which nothing is done but that they are given back."""
        self._slots, self._incoming = _small_bodies, Incoming(self._incoming.connection)
        return self._left <= SMALL_BYTES and self._slots.claim(self._incoming)

    def read(self, *size: int) -> bytes:
        return self._lent(self._read_in_steps, *size)

    def readline(self, *size: int) -> bytes:
        return self._lent(self._read_line, *size)

    def leave(self) -> None:
        self._slots.release(self._incoming)

    def _read_in_steps(self, size: int = -1) -> bytes:
        """Count what comes before all of it is there: a phone takes half a minute for the piece that is asked for."""
        pieces: list[bytes] = []
        missing = size if size >= 0 else sys.maxsize
        while missing > 0 and not self._incoming.is_cut:
            step = min(missing, max(MIN_STEP_BYTES, self._incoming.received // 4))
            pieces.append(self._body.read(step))
            self._incoming.received += len(pieces[-1])
            # It returns less than was asked for only where there is no more.
            missing = missing - step if len(pieces[-1]) == step else 0
        return b"".join(pieces)

    def _read_line(self, *size: int) -> bytes:
        line: bytes = self._body.readline(*size)
        self._incoming.received += len(line)
        return line

    def _lent(self, ask: Callable[..., bytes], *size: int) -> bytes:
        """Raises ConnectionResetError where it was cut off: half a form must never be taken for a whole one."""
        self._turn.release()
        try:
            with self._incoming.awaiting():
                piece = ask(*size)
        finally:
            self._turn.acquire()
        if self._incoming.is_cut:
            self._environ[TOO_BUSY_KEY] = True
            raise ConnectionResetError("The request body arrived too slowly.")
        self._left = max(0, self._left - len(piece))
        if not piece or not self._left:
            self.leave()
        return piece


def _length(environ: WSGIEnvironment) -> int:
    """Return the announced number of bytes; very many where none are announced but the body comes in chunks."""
    if environ.get("HTTP_TRANSFER_ENCODING"):
        return 2**62
    length = environ.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


class _StreamedResponse:
    """A response that is made while it is sent: each piece is made in turn, and holds nothing while it is sent."""

    def __init__(self, response: Any, turn: Turn) -> None:
        self._made, self._turn = response, turn
        self._pieces = iter(response)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with _stream_turn, self._turn.held():
            piece = next(self._pieces)
            release_connections()
        return piece

    def close(self) -> None:
        self._made.close()

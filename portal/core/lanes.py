"""Lanes: the share of a web process that each kind of address may use (requests at work, bodies on their way in,
sandboxed jobs).

Reporters, the desk, the open statement check and all the rest have places of their own, so that none of them can take
those of another. Knows no Django: `portal.core.sandbox` imports it in processes that read strangers' files.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar, Token
from dataclasses import dataclass, field
from threading import Semaphore

from portal.core.body_slots import BodySlots
from portal.core.turn_queue import Turns


class Busy(Exception):
    """All places are taken and the queue for them is full, or nobody left one in time: the same works again soon."""


class SlotPool:
    """A number of slots; a bounded number of callers wait, in order, for a bounded time."""

    def __init__(self, at_once: int, *, max_waiting: int, max_seconds: float) -> None:
        self.max_waiting, self.max_seconds = max_waiting, max_seconds
        self._free = Semaphore(at_once)
        self._lock, self._waiting = threading.Lock(), 0

    @contextmanager
    def claim(self) -> Iterator[None]:
        """Hold one of the slots while the block runs. Raises Busy."""
        if not self._free.acquire(blocking=False):
            self._wait()
        try:
            yield
        finally:
            self._free.release()

    def _wait(self) -> None:
        with self._lock:
            if self._waiting >= self.max_waiting:
                raise Busy
            self._waiting += 1
        try:
            if not self._free.acquire(timeout=self.max_seconds):
                raise Busy
        finally:
            with self._lock:
                self._waiting -= 1


def make_background_pool() -> SlotPool:
    """Return the pool of the worker and of commands, which nobody waits for in a browser."""
    return SlotPool(2, max_waiting=1000, max_seconds=600)


@dataclass(frozen=True)
class Lane:
    """The share of a process that requests to some addresses have.

    paths: the beginnings of the addresses. turns: how many requests work at once, each with at most one connection to
    the database. bodies: how many may be on their way in. sandbox: for jobs in processes of their own. streams: answers
    that are made while they are sent. niceness: how far those processes step back for pages.
    """

    name: str
    paths: tuple[str, ...]
    turns: Turns
    bodies: BodySlots = field(default_factory=lambda: BodySlots(64))
    sandbox: SlotPool = field(default_factory=make_background_pool)
    niceness: int = 0
    streams: SlotPool = field(default_factory=lambda: SlotPool(8, max_waiting=0, max_seconds=0))


BACKGROUND = Lane("background", (), Turns(2))
type Pause = Callable[[], AbstractContextManager[None]]
_current: ContextVar[tuple[Lane, Pause]] = ContextVar("lane", default=(BACKGROUND, nullcontext))


def enter_lane(lane: Lane, pause: Pause) -> Token[tuple[Lane, Pause]]:
    """Put the request at hand into the lane. pause: lends its turn to others while a block runs."""
    return _current.set((lane, pause))


def leave_lane(token: Token[tuple[Lane, Pause]]) -> None:
    """Put the request back into the lane that it was in before."""
    _current.reset(token)


def current_lane() -> Lane:
    """Return the lane of the request at hand; the background one outside of requests."""
    return _current.get()[0]


def lane_paused() -> AbstractContextManager[None]:
    """Let others work while the block runs and the request at hand works on nothing."""
    return _current.get()[1]()

"""How much of a web process each kind of address may use: requests at work, bodies on their way in, sandboxed jobs.

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


class Busy(Exception):
    """All places are taken and the queue for them is full, or nobody left one in time: the same works again soon."""


class Places:
    """So many at a time; a bounded number of others wait, in order, for a bounded time."""

    def __init__(self, at_once: int, *, max_waiting: int, max_seconds: float) -> None:
        self.max_waiting, self.max_seconds = max_waiting, max_seconds
        self._free = Semaphore(at_once)
        self._lock, self._waiting = threading.Lock(), 0

    @contextmanager
    def claim(self) -> Iterator[None]:
        """Hold one of the places. Raises Busy."""
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


def background_sandbox() -> Places:
    """For the worker and for commands, which nobody waits for in a browser."""
    return Places(2, max_waiting=1000, max_seconds=600)


@dataclass(frozen=True)
class Lane:
    """The share of a process that requests to some addresses have.

    paths: the beginnings of the addresses. turns: how many requests work at once, each with at most one connection to
    the database. bodies: how many may be on their way in. sandbox: for jobs in processes of their own. streams: answers
    that are made while they are sent. niceness: how far those processes step back for pages.
    """

    name: str
    paths: tuple[str, ...]
    turns: Semaphore
    bodies: BodySlots = field(default_factory=lambda: BodySlots(64))
    sandbox: Places = field(default_factory=background_sandbox)
    niceness: int = 0
    streams: Places = field(default_factory=lambda: Places(8, max_waiting=0, max_seconds=0))


BACKGROUND = Lane("background", (), Semaphore(2))
type Pause = Callable[[], AbstractContextManager[None]]
_current: ContextVar[tuple[Lane, Pause]] = ContextVar("lane", default=(BACKGROUND, nullcontext))


def enter(lane: Lane, pause: Pause) -> Token[tuple[Lane, Pause]]:
    """The request at hand belongs to the lane from now on. pause: lends its turn to others while a block runs."""
    return _current.set((lane, pause))


def leave(token: Token[tuple[Lane, Pause]]) -> None:
    _current.reset(token)


def current() -> Lane:
    return _current.get()[0]


def pause() -> AbstractContextManager[None]:
    """While the block runs, the request at hand works on nothing: others may."""
    return _current.get()[1]()

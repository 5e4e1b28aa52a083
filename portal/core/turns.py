"""Few requests of a process work at once, many may be on their way in: slow senders keep nobody else waiting."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Semaphore
from typing import Any

from django.db import connections

type Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
# Those of which the request at hand has one.
_turns: ContextVar[Semaphore | None] = ContextVar("turns", default=None)


def in_turn(application: Application, *, at_once: int) -> Application:
    """The WSGI application, of whose requests that many work at once. The server needs more threads than that.

    A request that waits for its sender's next bytes lends its turn to others. Nothing is gathered before it is asked
    for: a reporter's upload goes under a key and to a disk as it comes (security 3.8, 4.2: 200 slow uploads).
    """
    turns = Semaphore(at_once)

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["wsgi.input"] = _Lending(environ["wsgi.input"], turns)
        before = _turns.set(turns)
        try:
            with turns:
                return application(environ, start_response)
        finally:
            _turns.reset(before)

    return answer


@contextmanager
def lent() -> Iterator[None]:
    """While the request at hand waits on purpose, its turn and its connection are others'."""
    give_back_connections()
    turns = _turns.get()
    if turns is None:
        yield
        return
    turns.release()
    try:
        yield
    finally:
        turns.acquire()


def give_back_connections() -> None:
    """Of the request at hand, before it waits for long. The next query takes another."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()


class _Lending:
    """The body of a request. Django asks it for nothing but these two."""

    def __init__(self, body: Any, turns: Semaphore) -> None:
        self._body, self._turns = body, turns

    def read(self, *size: int) -> bytes:
        return self._lent(self._body.read, *size)

    def readline(self, *size: int) -> bytes:
        return self._lent(self._body.readline, *size)

    def _lent(self, ask: Callable[..., bytes], *size: int) -> bytes:
        self._turns.release()
        try:
            return ask(*size)
        finally:
            self._turns.acquire()

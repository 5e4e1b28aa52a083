"""Few requests of a process work at once, many may be on their way in: slow senders keep nobody else waiting."""

from collections.abc import Callable, Iterable
from threading import Semaphore
from typing import Any

type Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def in_turn(application: Application, *, at_once: int) -> Application:
    """The WSGI application, of whose requests that many work at once. The server needs more threads than that.

    A request that waits for its sender's next bytes lends its turn to others. Nothing is gathered before it is asked
    for: an upload's bytes go to the scanner and under a key as they come (security 3.8, 4.2: 200 slow uploads).
    """
    turns = Semaphore(at_once)

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["wsgi.input"] = _Lending(environ["wsgi.input"], turns)
        with turns:
            return application(environ, start_response)

    return answer


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

"""Bodies of requests that are on their way in. Each holds a thread of the server, so there is a bounded number.

Where all slots are taken, the slowest sender makes room for the next: whoever sends a byte a second keeps nobody out.
Knows no Django, as `portal.core.lanes`.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

# A sender who is younger, or faster, is never cut off: a slow mobile network sends some kilobytes a second.
GRACE_SECONDS = 3.0
MIN_BYTES_PER_SECOND = 2048


class Incoming:
    """One body: how much of it came, how long its sender was waited for, and the connection that it comes by."""

    def __init__(self, connection: Any) -> None:
        self.connection, self.began_at = connection, time.monotonic()
        self.received = 0
        self.is_cut = False
        self._awaited, self._awaited_since = 0.0, 0.0

    @contextmanager
    def awaiting(self) -> Iterator[None]:
        """Count the time as the sender's. While the body waits for a turn of ours, nobody may call its sender slow."""
        self._awaited_since = time.monotonic()
        try:
            yield
        finally:
            self._awaited, self._awaited_since = self.seconds_awaited(time.monotonic()), 0.0

    def seconds_awaited(self, now: float) -> float:
        return self._awaited + (now - self._awaited_since if self._awaited_since else 0.0)

    def rate(self, now: float) -> float:
        """Return how many bytes a second have come."""
        return self.received / max(self.seconds_awaited(now), 0.001)

    def is_slow(self, now: float) -> bool:
        return self.seconds_awaited(now) > GRACE_SECONDS and self.rate(now) < MIN_BYTES_PER_SECOND

    def cut(self) -> None:
        """Cut the body off: the thread that waits for its next bytes is woken, and finds that it is cut."""
        self.is_cut = True
        if self.connection is not None:
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RD)


class BodySlots:
    def __init__(self, most: int, *, max_seconds: float = 5.0, max_held_seconds: float | None = None) -> None:
        """max_seconds: how long a newcomer waits until there is a slot.

        max_held_seconds: after which anybody makes room, however fast they send; without it, only slow senders do.
        """
        self.most, self.max_seconds, self.max_held_seconds = most, max_seconds, max_held_seconds
        self._incoming: set[Incoming] = set()
        self._changed = threading.Condition()

    def claim(self, incoming: Incoming) -> bool:
        """Return whether there is a slot for the body, made free by a slow sender where that is needed."""
        end = time.monotonic() + self.max_seconds
        with self._changed:
            while len(self._incoming) >= self.most and not self._cut_the_slowest():
                remaining = end - time.monotonic()
                if remaining <= 0:
                    return False
                self._changed.wait(min(remaining, 0.5))
            self._incoming.add(incoming)
        return True

    def release(self, incoming: Incoming) -> None:
        with self._changed:
            self._incoming.discard(incoming)
            self._changed.notify()

    def _cut_the_slowest(self) -> bool:
        now = time.monotonic()
        slow = [body for body in self._incoming if self._makes_room(body, now)]
        if not slow:
            return False
        slowest = min(slow, key=lambda body: body.rate(now))
        self._incoming.discard(slowest)
        slowest.cut()
        return True

    def _makes_room(self, incoming: Incoming, now: float) -> bool:
        if self.max_held_seconds is None:
            return incoming.is_slow(now)
        return now - incoming.began_at > self.max_held_seconds

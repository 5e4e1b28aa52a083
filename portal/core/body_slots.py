"""Bodies of requests that are on their way in. Each holds a thread of the server, so there is a bounded number.

Where all slots are taken, the network or the draft that holds the most makes room for one that holds fewer; among
equals the slowest sender makes room, and what counts as slow rises while somebody waits. Knows no Django, as
`portal.core.lanes`.

See docs/requirements/security.md#slow-clients.
"""

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

# A sender who is younger, or faster, makes room only for those who hold fewer slots: a slow mobile network sends some
# kilobytes a second. The minimum doubles with each second that a newcomer waits.
GRACE_SECONDS = 3.0
MIN_BYTES_PER_SECOND, MAX_DOUBLINGS = 2048, 5


class Incoming:
    """One body: how much of it came, how long its sender was waited for, and the connection that it comes by."""

    def __init__(self, connection: Any, senders: tuple[object, ...] = ()) -> None:
        """senders: keys of the network and of the draft that it comes from, where they are known."""
        self.connection, self.senders, self.began_at = connection, senders, time.monotonic()
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

    def is_young(self, now: float) -> bool:
        return self.seconds_awaited(now) <= GRACE_SECONDS

    def is_slow(self, now: float, min_rate: float) -> bool:
        return not self.is_young(now) and self.rate(now) < min_rate

    def cut(self) -> None:
        """Cut the body off: the thread that waits for its next bytes is woken, and finds that it is cut."""
        self.is_cut = True
        if self.connection is not None:
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_RD)


class BodySlots:
    def __init__(
        self, most: int, *, max_seconds: float = 5.0, max_held_seconds: float | None = None, max_waiting: int = 64
    ) -> None:
        """max_seconds: how long a newcomer waits until there is a slot.

        max_held_seconds: after which anybody makes room, however fast they send; without it, those do who hold more
        slots than the newcomer, and slow senders. max_waiting: how many newcomers wait at a time, each in a thread.
        """
        self.most, self.max_seconds, self.max_held_seconds = most, max_seconds, max_held_seconds
        self.max_waiting, self._waiting = max_waiting, 0
        self._incoming: set[Incoming] = set()
        self._changed = threading.Condition()

    def claim(self, incoming: Incoming) -> bool:
        """Return whether there is a slot for the body, made free by another sender where that is needed."""
        with self._changed:
            if not self._has_room_for(incoming, waited=0) and not self._wait_for_room(incoming):
                return False
            self._incoming.add(incoming)
        return True

    def release(self, incoming: Incoming) -> None:
        with self._changed:
            self._incoming.discard(incoming)
            self._changed.notify()

    def _wait_for_room(self, incoming: Incoming) -> bool:
        if self._waiting >= self.max_waiting:
            return False
        self._waiting += 1
        began = time.monotonic()
        try:
            while (remaining := began + self.max_seconds - time.monotonic()) > 0:
                self._changed.wait(min(remaining, 0.5))
                if self._has_room_for(incoming, waited=time.monotonic() - began):
                    return True
        finally:
            self._waiting -= 1
        return False

    def _has_room_for(self, incoming: Incoming, *, waited: float) -> bool:
        """Return whether a slot is free, or one of those who must make room was cut off."""
        if len(self._incoming) < self.most:
            return True
        now = time.monotonic()
        held = Counter(sender for body in self._incoming for sender in body.senders)
        shares = {body: _share(body, held) for body in self._incoming}
        own = _share(incoming, held)[0]
        min_rate = MIN_BYTES_PER_SECOND * 2 ** min(waited, MAX_DOUBLINGS)
        makers = [body for body in shares if self._makes_room(body, now, min_rate, more=shares[body][0] - own)]
        if not makers:
            return False
        # Of the largest share the slowest sender, and one younger than the grace last.
        chosen = min(makers, key=lambda body: ([-n for n in shares[body]], body.is_young(now), body.rate(now)))
        self._incoming.discard(chosen)
        chosen.cut()
        return True

    def _makes_room(self, body: Incoming, now: float, min_rate: float, *, more: int) -> bool:
        """more: how many more slots its sender holds than the newcomer's."""
        if self.max_held_seconds is not None:
            return now - body.began_at > self.max_held_seconds
        return more > 1 or (more >= 0 and body.is_slow(now, min_rate))


def _share(body: Incoming, held: Counter[object]) -> list[int]:
    """Return how many slots the senders of a body hold, the most first."""
    return sorted((held[sender] for sender in body.senders), reverse=True) or [0]

"""Bodies of requests that are on their way in. Each holds a thread of the server, so there is a bounded number.

Where all slots are taken, the network or the draft that holds the most makes room for one that holds fewer; among
equals the slowest sender makes room, and what counts as slow rises while somebody waits. Each sender that was cut off
is paid for by its network with a wait before the next one. Knows no Django, as `portal.core.lanes`.

See docs/requirements/security.md#slow-clients.
"""

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

# A sender who is younger, or faster, makes room only for those who hold fewer slots: a slow mobile network sends some
# kilobytes a second. The minimum doubles with each second that a newcomer waits, but not for a network's only sender.
GRACE_SECONDS = 3.0
MIN_BYTES_PER_SECOND, MAX_DOUBLINGS = 2048, 5
# A network has one slot in so many seconds, as often as a sender of it was cut off: coming back soon gains nothing.
RETURN_SECONDS, MAX_OWED_SECONDS = 5.0, 60.0


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

    @property
    def network(self) -> object:
        return self.senders[0] if self.senders else None

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


@dataclass
class _Returns:
    """When a network whose senders were cut off has its next slot, and when it has paid for all of them."""

    next_at: float
    paid_at: float


class BodySlots:
    def __init__(
        self, most: int, *, max_seconds: float = 5.0, max_held_seconds: float | None = None, max_waiting: int = 64
    ) -> None:
        """max_seconds: how long a newcomer waits until there is a slot.

        max_held_seconds: after which anybody makes room, however fast they send; without it, those do who hold more
        slots than the newcomer, and slow senders. max_waiting: how many newcomers wait at a time, each in a thread; a
        network has at most as many of these places as it leaves free.
        """
        self.most, self.max_seconds, self.max_held_seconds = most, max_seconds, max_held_seconds
        self.max_waiting = max_waiting
        self._waiting: list[Incoming] = []
        self._incoming: set[Incoming] = set()
        self._returns: dict[object, _Returns] = {}
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
            self._forget_paid_returns(time.monotonic())
            # Not every one of those who wait may come now.
            self._changed.notify_all()

    def _wait_for_room(self, incoming: Incoming) -> bool:
        if not self._may_wait(incoming):
            return False
        self._waiting.append(incoming)
        began = time.monotonic()
        try:
            while (remaining := began + self.max_seconds - time.monotonic()) > 0:
                self._changed.wait(min(remaining, 0.5))
                if self._has_room_for(incoming, waited=time.monotonic() - began):
                    return True
        finally:
            self._waiting.remove(incoming)
        return False

    def _may_wait(self, incoming: Incoming) -> bool:
        network = incoming.network
        of_its_network = sum(body.network == network for body in self._waiting) if network is not None else 0
        return of_its_network < self.max_waiting - len(self._waiting)

    def _has_room_for(self, incoming: Incoming, *, waited: float) -> bool:
        """Return whether it may come and a slot is free, or one of those who must make room was cut off."""
        now = time.monotonic()
        self._forget_paid_returns(now)
        held = Counter(sender for body in self._incoming for sender in body.senders)
        if not self._may_come(incoming, held, now):
            return False
        if len(self._incoming) >= self.most and not self._make_room_for(incoming, held, waited, now):
            return False
        if returns := self._returns.get(incoming.network):
            returns.next_at = now + RETURN_SECONDS
        return True

    def _may_come(self, incoming: Incoming, held: Counter[object], now: float) -> bool:
        """Return whether its network has paid for its next slot, nobody of another waits for one, and of its own nobody
        goes first: whose draft holds less, or who waits longer.
        """
        returns = self._returns.get(incoming.network)
        if returns is None:
            return True
        if now < returns.next_at or any(body.network not in self._returns for body in self._waiting):
            return False
        rivals = [body for body in self._waiting if body.network == incoming.network]
        return min([*rivals, incoming], key=lambda body: sum(held[sender] for sender in body.senders[1:])) is incoming

    def _make_room_for(self, incoming: Incoming, held: Counter[object], waited: float, now: float) -> bool:
        shares = {body: _share(body, held) for body in self._incoming}
        own = _share(incoming, held)[0]
        min_rate = MIN_BYTES_PER_SECOND * 2 ** min(waited, MAX_DOUBLINGS)
        makers = [
            body for body, share in shares.items() if self._makes_room(body, now, min_rate, share=share[0], own=own)
        ]
        if not makers:
            return False
        # Of the largest share the slowest sender, and one younger than the grace last.
        chosen = min(makers, key=lambda body: ([-n for n in shares[body]], body.is_young(now), body.rate(now)))
        self._incoming.discard(chosen)
        chosen.cut()
        self._count_cut(chosen.network, now)
        return True

    def _makes_room(self, body: Incoming, now: float, min_rate: float, *, share: int, own: int) -> bool:
        """share, own: how many slots the body's sender and the newcomer's hold."""
        if self.max_held_seconds is not None:
            return now - body.began_at > self.max_held_seconds
        rate = min_rate if share > 1 else MIN_BYTES_PER_SECOND
        return share - own > 1 or (share >= own and body.is_slow(now, rate))

    def _count_cut(self, network: object, now: float) -> None:
        if network is None:
            return
        returns = self._returns.setdefault(network, _Returns(next_at=now + RETURN_SECONDS, paid_at=now))
        returns.paid_at = min(returns.paid_at + RETURN_SECONDS, now + MAX_OWED_SECONDS)

    def _forget_paid_returns(self, now: float) -> None:
        self._returns = {network: returns for network, returns in self._returns.items() if returns.paid_at > now}


def _share(body: Incoming, held: Counter[object]) -> list[int]:
    """Return how many slots the senders of a body hold, the most first."""
    return sorted((held[sender] for sender in body.senders), reverse=True) or [0]

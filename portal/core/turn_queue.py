"""Turns: how many requests of a lane work at once. Where they are shared by network, whoever has the most requests in
hand waits behind those who have fewer. Knows no Django, as `portal.core.lanes`.

See docs/requirements/security.md#turns-by-network.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

# Nobody waits for ever behind newcomers: one turn of so many goes to whoever has waited longest.
LONGEST_FIRST_EVERY = 4


class Turn:
    """The turn of one request, which it takes, lends and takes again."""

    def __init__(self, turns: "Turns", senders: tuple[object, ...]) -> None:
        self._turns, self.senders = turns, senders
        # Locked while the request waits; whoever hands out the turn unlocks it.
        self._wait = Lock()

    @property
    def network(self) -> object:
        return self.senders[0] if self.senders else None

    @property
    def is_waiting(self) -> bool:
        return self._wait.locked()

    def acquire(self) -> None:
        self.ask()
        with self._wait:
            pass

    def ask(self) -> None:
        """Stand in the queue, without waiting for the turn."""
        self._wait.acquire()
        self._turns.add(self)

    def give(self) -> None:
        self._wait.release()

    def release(self) -> None:
        self._turns.end(self)

    @contextmanager
    def held(self) -> Iterator[None]:
        self.acquire()
        try:
            yield
        finally:
            self.release()


class Turns:
    def __init__(self, most: int, *, of_a_network: int | None = None) -> None:
        """of_a_network: how many of them one network has at a time; without it whoever comes first has the next."""
        self.most, self.of_a_network = most, of_a_network
        self._free, self._given = most, 0
        self._waiting: list[Turn] = []
        self._working: Counter[object] = Counter()
        self._lock = Lock()

    def make_turn(self, senders: tuple[object, ...] = ()) -> Turn:
        """senders: keys of the network, or None where it is unknown, and of the drafts that a request comes from."""
        return Turn(self, senders if self.of_a_network else ())

    def add(self, turn: Turn) -> None:
        with self._lock:
            self._waiting.append(turn)
            self._hand_out()

    def end(self, turn: Turn) -> None:
        with self._lock:
            self._free += 1
            self._working -= Counter(turn.senders)
            self._hand_out()

    def _hand_out(self) -> None:
        while self._free and (turn := self._next()):
            self._free -= 1
            self._given += 1
            self._waiting.remove(turn)
            self._working.update(turn.senders)
            turn.give()

    def _next(self) -> Turn | None:
        ready = [turn for turn in self._waiting if self._has_turn_left(turn.network)]
        if not ready or self._given % LONGEST_FIRST_EVERY == 0:
            return next(iter(ready), None)
        in_hand = self._working + Counter(sender for turn in self._waiting for sender in turn.senders)
        return min(ready, key=lambda turn: [in_hand[sender] for sender in turn.senders])

    def _has_turn_left(self, network: object) -> bool:
        return network is None or self.of_a_network is None or self._working[network] < self.of_a_network

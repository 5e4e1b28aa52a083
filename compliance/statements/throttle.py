"""A soft limit on how often one address asks. Counted in memory by each process, written nowhere."""

import math
import time
from collections.abc import Callable
from threading import Lock


class Throttle:
    """At most so many questions in so many seconds from one address; the count starts anew when they are over."""

    def __init__(self, *, most: int, seconds: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self.seconds, self.clock = most, seconds, clock
        self.counts: dict[str, int] = {}
        self.begun = clock()
        self.lock = Lock()

    def wait(self, address: str) -> int:
        """Seconds to wait; 0 when the question may be asked."""
        with self.lock:
            now = self.clock()
            if now - self.begun >= self.seconds:
                self.counts.clear()
                self.begun = now
            self.counts[address] = self.counts.get(address, 0) + 1
            if self.counts[address] <= self.most:
                return 0
            return max(1, math.ceil(self.begun + self.seconds - now))

"""Slowing down of reporters: over a limit each further step takes five seconds longer.

See docs/requirements/security.md#receipt-guessing, docs/requirements/security.md#rate-limits.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import sleep

from django.http import HttpRequest

from portal.core import concurrency
from portal.core.visitor_counts import get_source
from portal.vault.kdf import Busy

DELAY_SECONDS = 5.0
# Of each process. Who waits lends the turn, so that those on other pages are not kept out; a flood is.
MAX_PAUSED = 8
MAX_SLOWED = 32


class WaitingPlaces:
    """Places in which visitors wait. A network has at most as many as it leaves free, so none takes the last one."""

    def __init__(self, most: int) -> None:
        self._free, self._held = most, Counter[str]()
        self._lock = Lock()

    @contextmanager
    def claim(self, network: str) -> Iterator[None]:
        """Hold a place while the block runs. Raises Busy where the network has none left."""
        with self._lock:
            if self._held[network] >= self._free:
                raise Busy
            self._free -= 1
            self._held[network] += 1
        try:
            yield
        finally:
            with self._lock:
                self._free += 1
                # A network is known no longer than it waits.
                self._held -= Counter({network: 1})


# Who tries codes, and who tells us something: each act has places of its own, and never waits for those of another.
_places = {"receipt": WaitingPlaces(MAX_PAUSED)}
_places |= {act: WaitingPlaces(MAX_SLOWED) for act in ("begin", "upload", "submit")}


def slow_down_if(is_over: bool, act: str, request: HttpRequest) -> None:
    """Wait some seconds, then continue: a report is never refused for being too much.

    act: a key of _places. Raises Busy where so many of the network or of all are being slowed down that no thread may
    wait besides: the same works again soon.
    """
    if not is_over:
        return
    with _places[act].claim(get_source(request)), concurrency.turn_released():
        sleep(DELAY_SECONDS)

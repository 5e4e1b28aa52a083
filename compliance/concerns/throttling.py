"""Slowing down of reporters: over a limit each further step takes five seconds longer.

See docs/requirements/security.md#receipt-guessing, docs/requirements/security.md#rate-limits.
"""

from threading import BoundedSemaphore
from time import sleep

from portal.core import concurrency
from portal.vault.kdf import Busy

DELAY_SECONDS = 5.0
# Of each process. Who waits lends the turn, so that those on other pages are not kept out; a flood is.
MAX_PAUSED = 8
_pause_slots = BoundedSemaphore(MAX_PAUSED)


# Those who tell us something are slowed down in places of their own, and never by those who try codes.
MAX_SLOWED = 64
_slow_slots = BoundedSemaphore(MAX_SLOWED)


def slow_down_if(is_over: bool) -> None:
    """Wait some seconds, then continue: a report is never refused for being too much.

    Raises Busy where so many are being slowed down that no thread may wait besides: the same works again soon.
    """
    _wait_if(is_over, _slow_slots)


def pause_if(is_over: bool) -> None:
    """Wait some seconds. Raises Busy where too many requests of this process wait already."""
    _wait_if(is_over, _pause_slots)


def _wait_if(is_over: bool, places: BoundedSemaphore) -> None:
    if not is_over:
        return
    if not places.acquire(blocking=False):
        raise Busy
    try:
        with concurrency.turn_released():
            sleep(DELAY_SECONDS)
    finally:
        places.release()

"""Over a limit each further step of a reporter takes five seconds longer (security 3.5, 3.16)."""

from threading import BoundedSemaphore
from time import sleep

from portal.core import concurrency
from portal.vault.kdf import Busy

SECONDS = 5.0
# Of each process. Who waits lends the turn, so that those on other pages are not kept out; a flood is.
PLACES = 8
_places = BoundedSemaphore(PLACES)


# Those who tell us something are slowed down in places of their own, and never by those who try codes.
MAX_SLOWED = 64
_slowed = BoundedSemaphore(MAX_SLOWED)


def slow_down_if(is_over: bool) -> None:
    """Take some seconds longer, then go on: what people tell us is never refused for being too much.

    Raises Busy where so many are being slowed down that no thread may wait besides: the same works again soon.
    """
    _wait_if(is_over, _slowed)


def pause_if(is_over: bool) -> None:
    """Raises Busy where all places of this process are taken."""
    _wait_if(is_over, _places)


def _wait_if(is_over: bool, places: BoundedSemaphore) -> None:
    if not is_over:
        return
    if not places.acquire(blocking=False):
        raise Busy
    try:
        with concurrency.lent():
            sleep(SECONDS)
    finally:
        places.release()

"""Beyond 60 tries an hour each further try of the whole site waits five seconds (security 3.5)."""

from threading import BoundedSemaphore
from time import sleep

from portal.vault.stretching import Busy

SECONDS = 5.0
# Those who wait must not take all the places of those who have the right code, or who are on other pages.
_places = BoundedSemaphore(1)


def pause_if(is_over: bool) -> None:
    """Raises Busy where another already waits in this process."""
    if not is_over:
        return
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        sleep(SECONDS)
    finally:
        _places.release()

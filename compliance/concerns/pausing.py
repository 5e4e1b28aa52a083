"""Beyond 60 tries an hour each further try of the whole site waits five seconds (security 3.5)."""

from threading import BoundedSemaphore
from time import sleep

from portal.core import turns
from portal.vault.stretching import Busy

SECONDS = 5.0
# Of each process. Who waits lends the turn, so that those on other pages are not kept out; a flood is.
PLACES = 8
_places = BoundedSemaphore(PLACES)


def pause_if(is_over: bool) -> None:
    """Raises Busy where all places of this process are taken."""
    if not is_over:
        return
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        with turns.lent():
            sleep(SECONDS)
    finally:
        _places.release()

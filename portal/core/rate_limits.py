"""How often somebody may do something (security 3.16). settings.LIMITS says how many in how many seconds.

Accounts are counted in the shared cache. Visitors are counted in the server's memory: a search must not write.
"""

import math
from time import time

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import ngettext

from portal.core.visitor_counts import counts, source_of


def wait(act: str, who: object) -> int:
    """Count one more of the act by an account or an organisation.

    act: a key of settings.LIMITS.
    Returns the seconds until it may be done again; 0 where it may be done now.
    """
    most, seconds = settings.LIMITS[act]
    return _window(seconds)[1] if count(act, who) > most else 0


def is_over(act: str, who: object) -> bool:
    """The same, for those who only ask whether it is too many."""
    return wait(act, who) > 0


def count(act: str, who: object) -> int:
    """Count one more of the act; how many there are in this window of time, this one included."""
    seconds = settings.LIMITS[act][1]
    key = f"limit:{act}:{who}:{_window(seconds)[0]}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key)
    except ValueError:  # dropped by the cache between the two lines: the count begins again
        return 1


def wait_of_visitor(act: str, request: HttpRequest) -> int:
    """The same for a visitor, known by the network alone. It takes no query."""
    return wait_in_memory(act, source_of(request))


def wait_of_all(act: str) -> int:
    """The same for everybody together, on this machine."""
    return wait_in_memory(act, "everybody")


def wait_in_memory(act: str, who: object) -> int:
    """The same for something of which nothing may be kept: counted on this machine, under a key of its memory."""
    most, seconds = settings.LIMITS[act]
    window, left = _window(seconds)
    return left if counts.add(act, str(who), window) > most else 0


class OverLimit(ValidationError):
    """For the form that was sent: it comes back with all that was typed, and status 429."""

    def __init__(self, wait: int, *, why: str = "") -> None:
        """why: what was reached, as a sentence."""
        super().__init__(f"{why} {in_words(wait)}".strip(), code="over_limit")
        self.wait = wait


def in_words(wait: int) -> str:
    """When to try again, as a sentence."""
    if wait < 60:
        return ngettext("Try again in %(n)d second.", "Try again in %(n)d seconds.", wait) % {"n": wait}
    minutes = math.ceil(wait / 60)
    return ngettext("Try again in %(n)d minute.", "Try again in %(n)d minutes.", minutes) % {"n": minutes}


def _window(seconds: int) -> tuple[int, int]:
    """The number of this window of time, and the whole seconds until the next."""
    now = time()
    window = int(now // seconds)
    return window, max(1, math.ceil((window + 1) * seconds - now))

"""Rate limits. settings.LIMITS says how many acts in how many seconds.

Accounts are counted in the shared cache. Visitors are counted in the server's memory: a search must not write.

See docs/requirements/security.md#rate-limits.
"""

import math
from collections.abc import Callable
from time import time

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import ngettext

from portal.core.visitor_counts import counts, get_source


def count_and_get_wait(act: str, who: object) -> int:
    """Count one more of the act by an account or an organisation. act: a key of settings.LIMITS.

    act: a key of settings.LIMITS.
    Returns the seconds until it may be done again; 0 where it may be done now.
    """
    most, seconds = settings.LIMITS[act]
    return _window(seconds)[1] if count_act(act, who) > most else 0


def is_over_limit(act: str, who: object) -> bool:
    """Count one more, and return whether that is too many."""
    return count_and_get_wait(act, who) > 0


def count_act(act: str, who: object) -> int:
    """Count one more of the act. Return how many there are in this window of time, this one included."""
    seconds = settings.LIMITS[act][1]
    key = f"limit:{act}:{who}:{_window(seconds)[0]}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key)
    except ValueError:  # dropped by the cache between the two lines: the count begins again
        return 1


def get_visitor_wait(act: str, request: HttpRequest) -> int:
    """Count one more by a visitor, known by the network alone; return the seconds to wait. It takes no query."""
    return get_in_memory_wait(act, get_source(request))


def get_global_wait(act: str) -> int:
    """Count one more by everybody together, on this machine; return the seconds to wait."""
    return _get_wait(act, lambda window: counts.add_for_all(act, window))


def get_in_memory_wait(act: str, who: object) -> int:
    """Count one more by somebody of whom nothing may be stored; return the seconds to wait.

    It is counted on this machine, under a key of its memory.
    """
    return _get_wait(act, lambda window: counts.add(act, str(who), window))


def _get_wait(act: str, count: Callable[[int], int]) -> int:
    """count: counts one more in a window of time, and returns how many there are in it."""
    most, seconds = settings.LIMITS[act]
    window, remaining = _window(seconds)
    return remaining if count(window) > most else 0


class OverLimit(ValidationError):
    """For the form that was sent: it comes back with all that was typed, and status 429."""

    def __init__(self, wait: int, *, why: str = "") -> None:
        """why: what was reached, as a sentence."""
        super().__init__(f"{why} {describe_wait(wait)}".strip(), code="over_limit")
        self.wait = wait


def describe_wait(wait: int) -> str:
    """Return when to try again, as a sentence."""
    if wait < 60:
        return ngettext("Try again in %(n)d second.", "Try again in %(n)d seconds.", wait) % {"n": wait}
    minutes = math.ceil(wait / 60)
    return ngettext("Try again in %(n)d minute.", "Try again in %(n)d minutes.", minutes) % {"n": minutes}


def _window(seconds: int) -> tuple[int, int]:
    """Return the number of this window of time, and the whole seconds until the next."""
    now = time()
    window = int(now // seconds)
    return window, max(1, math.ceil((window + 1) * seconds - now))

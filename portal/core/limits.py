"""How often somebody may do something, counted in the shared cache (security 3.16)."""

import time

from django.conf import settings
from django.core.cache import cache


def is_over(act: str, who: object) -> bool:
    """Count one more of the act by somebody, and say whether that is too many for this window of time.

    act: a key of settings.LIMITS, which says how many in how many seconds.
    """
    most, seconds = settings.LIMITS[act]
    key = f"limit:{act}:{who}:{int(time.time() // seconds)}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) > most
    except ValueError:  # dropped by the cache between the two lines: the count begins again
        return False

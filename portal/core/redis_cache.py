"""A Redis cache backend that may die: another cache stands in for it, and a Redis that hangs costs one short wait.

Nothing on the way to help may depend on it.

See docs/requirements/security.md#outages.
"""

import logging
import time
from threading import Lock
from typing import Any

from django.core.cache import caches
from django.core.cache.backends import redis as django_redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
# After a failure nobody asks for so long; then one request does, and the others go on without it.
RETRY_SECONDS = 5.0
# Also when it hangs: a request waits no longer than this, and in each process only one in RETRY_SECONDS.
TIMEOUTS = {"socket_connect_timeout": 0.3, "socket_timeout": 0.3}


class Breaker:
    """A circuit breaker: whether a server answers, as this process remembers it."""

    def __init__(self) -> None:
        self._lock, self._is_away, self._ask_at = Lock(), False, 0.0

    def may_ask(self) -> bool:
        with self._lock:
            now = time.monotonic()
            if self._is_away and now < self._ask_at:
                return False
            self._ask_at = now + RETRY_SECONDS
            return True

    def note(self, *, is_away: bool) -> None:
        with self._lock:
            if self._is_away != is_away:
                logger.warning("The cache %s.", "does not respond" if is_away else "answers again")
            self._is_away, self._ask_at = is_away, time.monotonic() + RETRY_SECONDS


_breakers: dict[str, Breaker] = {}


class RedisCache(django_redis.RedisCache):
    """Django's Redis cache with OPTIONS["fallback"]: the alias of the cache that is asked while Redis does not
    answer.
    """

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        options = {**TIMEOUTS, "retry_on_error": [RedisConnectionError], **params.get("OPTIONS", {})}
        self._fallback = options.pop("fallback")
        super().__init__(server, {**params, "OPTIONS": options})
        self._breaker = _breakers.setdefault(str(server), Breaker())

    def _ask(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if self._breaker.may_ask():
            try:
                answer = getattr(super(), name)(*args, **kwargs)
            except RedisError:
                self._breaker.note(is_away=True)
            except ValueError:  # what incr() says of a key that is not there
                self._breaker.note(is_away=False)
                raise
            else:
                self._breaker.note(is_away=False)
                return answer
        return getattr(caches[self._fallback], name)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("delete", *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("get_many", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("has_key", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("incr", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("set_many", *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._ask("delete_many", *args, **kwargs)

    def clear(self) -> Any:
        return self._ask("clear")

"""A read replica for published pages: what strangers read of the register, of guidance and of statistics.

A replica lags. This process notes each second where the primary's log ends, and asks the replica how far it has come:
so it knows up to which moment of its own clock the replica has everything, whatever the clocks of the servers say. It
reads there only what was published before that moment. Whoever has a session reads the primary, and so do writers.

See docs/requirements/security.md#read-replica.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import FileResponse, HttpResponseBase

from portal.core.page_cache import version

logger = logging.getLogger(__name__)
ALIAS = "replica"
LOOK_SECONDS = 1.0
# A replica that lags further is not read.
MAX_LAG_SECONDS = 5.0
SAFE_METHODS = {"GET", "HEAD"}
PRIMARY_END = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"
REPLICA_END = "SELECT pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0')"

_is_read: ContextVar[bool] = ContextVar("replica_is_read", default=False)


class Progress:
    """How far the replica has come, as this process last saw it."""

    def __init__(self) -> None:
        # When by this process's clock the primary's log ended where.
        self._ends: deque[tuple[float, int]] = deque(maxlen=120)
        self._lock, self._looked_at, self._whole_until = Lock(), 0.0, 0.0

    def has_everything_until(self) -> float:
        """Return the moment, by this process's clock, up to which the replica has everything; 0 if it is not known.

        One thread looks, and the others take what it saw last.
        """
        now = time.monotonic()
        if now - self._looked_at >= LOOK_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._looked_at = now
                self._look(now)
            except DatabaseError as error:
                logger.warning("The replica could not be asked how far it is: %s", type(error).__name__)
                self._whole_until = 0.0
            finally:
                self._lock.release()
        return self._whole_until

    def _look(self, now: float) -> None:
        primary = _ask(DEFAULT_DB_ALIAS, PRIMARY_END)
        if primary is not None:
            self._ends.append((now, primary))
        replayed = _ask(ALIAS, REPLICA_END)
        reached = [at for at, end in self._ends if replayed is not None and end <= replayed]
        self._whole_until = max(reached, default=0.0)


def _ask(alias: str, query: str) -> int | None:
    """Return bytes of the log; None where this server does not tell: a replica that became a primary replays none."""
    with connections[alias].cursor() as cursor:
        cursor.execute(query)
        (value,) = cursor.fetchone()
    return None if value is None else int(value)


progress = Progress()


def is_configured() -> bool:
    return ALIAS in settings.DATABASES


def get_lag() -> float | None:
    """Return how many seconds the replica is behind at most; None where it is not known."""
    until = progress.has_everything_until()
    return max(0.0, time.monotonic() - until) if until else None


def may_be_read() -> bool:
    """Return whether the replica has all that was published until now, as far as this process has heard."""
    until = progress.has_everything_until()
    if not until or until < version.changed_at() or time.monotonic() - until > MAX_LAG_SECONDS:
        return False
    try:
        # The connection that the view will use: one that died is found out here, and not by a visitor.
        connections[ALIAS].ensure_connection()
    except DatabaseError as error:
        logger.warning("The replica does not respond: %s", type(error).__name__)
        return False
    return True


class ReplicaRouter:
    """Reads published rows from the replica while a view for strangers runs, and writes nothing there."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str | None:
        is_published = model._meta.app_label in settings.REPLICA_APPS
        return ALIAS if is_published and _is_read.get() else None

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, *objects: models.Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == ALIAS else None


class ReplicaMiddleware:
    """Lets the views that REPLICA_VIEWS names read the replica, for strangers. A streamed response goes on with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _is_read.set(False)
        try:
            response = self.get_response(request)
            if (
                _is_read.get()
                and isinstance(response, StreamingHttpResponse)
                and not isinstance(response, FileResponse)
            ):
                response.streaming_content = _stream(iter(response))
            return response
        finally:
            _is_read.reset(token)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        match = request.resolver_match
        if (
            is_configured()
            and request.method in SAFE_METHODS
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and match is not None
            and (match.view_name in settings.REPLICA_VIEWS or match.namespace in settings.REPLICA_VIEWS)
        ):
            _is_read.set(may_be_read())


def _stream(pieces: Iterator[bytes]) -> Iterator[bytes]:
    while True:
        token = _is_read.set(True)
        try:
            piece = next(pieces, None)
        finally:
            _is_read.reset(token)
        if piece is None:
            return
        yield piece

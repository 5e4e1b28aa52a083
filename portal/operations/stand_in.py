"""A web process watches the desk while no worker does: the second path by which the people on call are alerted.

The thread begins with the first request that a process answers, so that it lives in the process that a server forked
and not in the one it forked from. Ask /healthz each minute, so that a process that nobody visits watches too.
"""

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from threading import Event, Lock
from typing import Any
from wsgiref.types import WSGIEnvironment

from django.utils import timezone

from compliance.casework.services import on_call_alerts
from portal.core import heartbeat
from portal.operations.loops import Loop
from portal.operations.sweep import send_urgent_mail

type Application = Callable[[WSGIEnvironment, Callable[..., Any]], Iterable[bytes]]
EVERY_SECONDS = 30
_starting = Lock()
# Process ids in which the thread has been started.
_started: set[int] = set()


def with_stand_in_worker(application: Application) -> Application:
    """Return the application, whose processes stand in for a worker that is missing."""

    def answer(environ: WSGIEnvironment, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if os.getpid() not in _started:
            _start()
        return application(environ, start_response)

    return answer


def watch_desk(now: datetime) -> int:
    """Watch the desk and send the alerts where no worker has for two minutes. Return how many alarms were alerted."""
    if not heartbeat.is_worker_missing(now):
        return 0
    alerted = on_call_alerts.watch(now, is_worker=False)
    # Owed a moment after this round began.
    send_urgent_mail(timezone.now())
    return alerted


def _start() -> None:
    with _starting:
        if os.getpid() in _started:
            return
        _started.add(os.getpid())
        # A worker that starts together with this process has its two minutes.
        Loop("stand-in", watch_desk, seconds=EVERY_SECONDS, stopping=Event(), delay=heartbeat.MISSING_THRESHOLD).start()

"""Threads that repeat some work until the process is asked to stop, whatever fails in between."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread

from django.db import connections
from django.utils import timezone

logger = logging.getLogger(__name__)
# Seconds to wait after the first failure in a row, the second … and each later one.
BACKOFF_SECONDS = (1, 2, 4, 8, 10)


class Loop(Thread):
    """A thread that does its work every few seconds, with database connections of its own.

    A database that is away, or any other failure, ends no loop: it waits a little and tries again, for ever.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[datetime], object],
        *,
        seconds: float,
        stopping: Event,
        delay: timedelta = timedelta(0),
    ) -> None:
        """Prepare the thread. delay: before the first round."""
        super().__init__(name=name, daemon=True)
        self._work, self._seconds, self._stopping, self._delay = work, seconds, stopping, delay

    def run(self) -> None:
        self._stopping.wait(self._delay.total_seconds())
        failures = 0
        while not self._stopping.is_set():
            try:
                self._work(timezone.now())
                failures = 0
            except Exception:
                logger.exception("The loop %s failed", self.name)
                failures += 1
            connections.close_all()
            self._stopping.wait(get_backoff_seconds(failures) if failures else self._seconds)


def get_backoff_seconds(failures: int) -> float:
    """Return the seconds to wait after that many failures in a row."""
    return BACKOFF_SECONDS[min(failures, len(BACKOFF_SECONDS)) - 1]

import logging
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from portal.operations.sweeping import sweep

logger = logging.getLogger(__name__)
SWEEP_SECONDS = 30


class Command(BaseCommand):
    help = "Do the queued jobs, and sweep every 30 seconds. SIGTERM lets the job at hand finish."

    def handle(self, *args: Any, **options: Any) -> None:
        stopping = threading.Event()
        worker = StoppableWorker(
            queue_names=["*"],
            interval=0.5,
            batch=False,
            backend_name="jobs",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker.stopping = stopping
        worker.configure_signals()
        sweeper = threading.Thread(target=sweep_until, args=(stopping,), daemon=True)
        sweeper.start()
        try:
            worker.run()
        finally:
            stopping.set()
            sweeper.join(timeout=20)


class StoppableWorker(Worker):
    """The queue's worker, which tells the sweeping thread when it is asked to stop."""

    stopping: threading.Event

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        self.stopping.set()
        super().shutdown(signum, frame)


def sweep_until(stopping: threading.Event) -> None:
    while not stopping.is_set():
        try:
            sweep(now=timezone.now())
        except Exception:
            # A database that is away for a moment must not end the sweeping.
            logger.exception("The sweep failed")
        close_old_connections()
        stopping.wait(SWEEP_SECONDS)

import logging
import threading
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from portal.operations import sweep
from portal.operations.loops import Loop, get_backoff_seconds

logger = logging.getLogger(__name__)
MAIL_QUEUE = "mail"
# What each loop does, and after how many seconds again. The desk is watched first, and waits for nothing else.
LOOPS = {
    "desk": (sweep.watch_desk, 10),
    "urgent mail": (sweep.send_urgent_mail, 5),
    "sweep": (sweep.sweep_apps, 30),
    "mail": (sweep.send_mail, 30),
}
# How long the threads may take to end once the worker is asked to stop.
GRACE_SECONDS = 20


class Command(BaseCommand):
    # They load every page, and whoever waits for an alarm waits for them. `doctor` and `check --deploy` make them.
    requires_system_checks = ()
    help = (
        "Watch the desk, run queued jobs, send email, and sweep every 30 seconds. If the database is down, the "
        "worker retries. On SIGTERM, it finishes the current job."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        stopping = threading.Event()
        # Mail has jobs of its own: a mail server that does not answer holds up no import and no PDF.
        mail = PatientWorker(stopping, queue_names=[MAIL_QUEUE], excluded_queue_names=[])
        jobs = PatientWorker(stopping, queue_names=["*"], excluded_queue_names=[MAIL_QUEUE], others=[mail])
        jobs.configure_signals()
        threads: list[threading.Thread] = [
            Loop(name, work, seconds=seconds, stopping=stopping) for name, (work, seconds) in LOOPS.items()
        ]
        threads.append(threading.Thread(target=mail.run, name="mail jobs", daemon=True))
        for thread in threads:
            thread.start()
        try:
            jobs.run()
        finally:
            stopping.set()
            deadline = time.monotonic() + GRACE_SECONDS
            for thread in threads:
                thread.join(timeout=max(0, deadline - time.monotonic()))


class PatientWorker(Worker):
    """The queue's worker, which waits for a database that is away as long as it takes.

    others: workers in threads of this process, which stop when this one is asked to.
    """

    def __init__(
        self,
        stopping: threading.Event,
        *,
        queue_names: list[str],
        excluded_queue_names: list[str],
        others: "list[PatientWorker] | None" = None,
    ) -> None:
        super().__init__(
            queue_names=queue_names,
            interval=0.5,
            batch=False,
            backend_name="jobs",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=excluded_queue_names,
        )
        self.stopping, self.others = stopping, others or []

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        self.stopping.set()
        for other in self.others:
            other.running = False
        super().shutdown(signum, frame)

    def run(self) -> None:
        failures = 0
        while self.running:
            done = self._run_tasks
            try:
                super().run()
            except Exception:
                failures = failures + 1 if done == self._run_tasks else 1
                logger.exception("The jobs of %s could not be read or written", ", ".join(self.queue_names))
                connections.close_all()
                self.stopping.wait(get_backoff_seconds(failures))

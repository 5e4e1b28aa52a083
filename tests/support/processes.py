"""Runs a job in another process: a fork of the test's, which a signal ends or stops as it does a worker.

A new process would first load the portal, which takes longer than the job. The fork has the settings, the keys and the
patches of its test. It shares no connection with it: those to the database are closed before, and storage is opened
anew.
"""

import multiprocessing
import os
import signal
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from multiprocessing.process import BaseProcess
from typing import Any

from django.db import connection, connections
from django.test.signals import storages_changed

FORK = multiprocessing.get_context("fork")


def start_process(job: Callable[[], object]) -> BaseProcess:
    """Start the job in a process of its own. What it raises is in the captured errors, and its exit code is 1.

    The test has transaction=True: no other process sees what is not committed.
    """
    assert not connection.in_atomic_block
    connections.close_all()
    process = FORK.Process(target=_run, args=[job], daemon=True)
    with warnings.catch_warnings():
        # A worker of pytest-xdist reads its orders in a thread, which holds nothing that a job needs.
        warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
        process.start()
    return process


def run_process(job: Callable[[], object], *, seconds: float = 120) -> int:
    """Run the job in a process of its own, and return its exit code: 0, or that of a process killed with SIGKILL."""
    process = start_process(job)
    process.join(seconds)
    try:
        assert process.exitcode in (0, -signal.SIGKILL), f"exit code {process.exitcode}"
    finally:
        process.kill()
    return process.exitcode


@contextmanager
def signalled_before(
    statement: int, *, by: signal.Signals = signal.SIGKILL, counted: Callable[[str], bool] = lambda _sql: True
) -> Iterator[None]:
    """Send this process a signal before that statement to the database, of those that are counted. 0: never."""
    numbers = count(1)

    def execute(run: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if counted(sql) and next(numbers) == statement:
            os.kill(os.getpid(), by)
        return run(sql, *rest)

    with connection.execute_wrapper(execute):
        yield


def _run(job: Callable[[], object]) -> None:
    storages_changed(setting="STORAGES")
    job()
    connections.close_all()

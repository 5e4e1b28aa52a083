"""Run several callers in threads of their own, each with its own database connection."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections

GATE_SECONDS = 30


def run_at_once(callers: list[Callable[[], Any]]) -> list[Any]:
    """Start every caller at the same moment and return what each one returned. The first exception is raised."""
    gate = threading.Barrier(len(callers))

    def run(caller: Callable[[], Any]) -> Any:
        gate.wait(timeout=GATE_SECONDS)
        try:
            return caller()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(callers)) as pool:
        return list(pool.map(run, callers))


def wait_for_callers(monkeypatch: Any, owner: Any, name: str, number: int) -> None:
    """Let that many callers of a function wait for each other before any of them goes on."""
    function, gate = getattr(owner, name), threading.Barrier(number)

    def wait_and_call(*args: Any, **named: Any) -> Any:
        gate.wait(timeout=GATE_SECONDS)
        return function(*args, **named)

    monkeypatch.setattr(owner, name, wait_and_call)

"""Measures processor time that child processes took: the machine may do other things beside a test.

Only of processes that this one started itself and waited for: a test asks for own_processes.
"""

import resource
import time
from collections.abc import Callable
from typing import Any

from portal.core import sandbox
from tests.support import warm_sandbox


def get_child_seconds() -> float:
    """Return the seconds so far."""
    if sandbox._answer.__module__ == warm_sandbox.__name__:
        raise AssertionError("The work of forks of a warm process is told to nobody. Ask for own_processes.")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(act: Callable[[], Any]) -> tuple[Any, float]:
    """Return what it answers or raises, and the seconds of others that it took."""
    began = get_child_seconds()
    try:
        answer = act()
    except Exception as refusal:
        answer = refusal
    return answer, get_child_seconds() - began


def burn_seconds(seconds: bytes) -> str:
    """Works for so long."""
    while time.process_time() < float(seconds):
        pass
    return ""

"""Limits the processor time of one test, so that none grows slow unseen and what never ends is ended.

Seconds are those in which a processor worked for the process of the test, and for the processes that it started and
waited for. A busy machine takes longer by the clock and works no more, so the limit strikes nowhere by chance: it is
three times what the slowest test takes.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

SECONDS = 20


@contextmanager
def limited(seconds: float = SECONDS) -> Iterator[None]:
    """Fail where the block takes more; where it works in this process it is stopped at once."""
    sentence = (
        f"This test took more than {seconds} seconds of processor time. Make it smaller, split it, or mark it as soak."
    )

    def stop(_signal: int, _frame: object) -> None:
        pytest.fail(sentence)

    before, began = signal.signal(signal.SIGPROF, stop), _processor_seconds()
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    if _processor_seconds() - began > seconds:
        pytest.fail(sentence)


def _processor_seconds() -> float:
    return sum(os.times()[:4])

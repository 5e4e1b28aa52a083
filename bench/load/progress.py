"""Tells on the screen how a run goes: a line when a stage begins, and one with its figures when it has ended."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bench.load.figures import KINDS, count_failed


class Progress:
    """Each line begins with the seconds since the run began."""

    def __init__(self, write: Callable[[str], object] = lambda line: print(line, flush=True)) -> None:
        self._write, self._began = write, time.monotonic()

    def tell(self, words: str) -> None:
        self._write(f"{time.monotonic() - self._began:5.0f} s  {words}")

    @contextmanager
    def stage(self, name: str, seconds: float = 0) -> Iterator[None]:
        """seconds: how long it is meant to take; 0 where that depends on the machine."""
        self.tell(f"{name}, for {seconds:g} s" if seconds else name)
        began = time.monotonic()
        yield
        self.tell(f"  took {time.monotonic() - began:.1f} s")

    def tell_figures(self, figures: Mapping[str, Any]) -> None:
        """Tell what `summarise` found."""
        times = ", ".join(
            f"{kind} {seconds * 1000:.0f} ms" for kind in KINDS if (seconds := figures["p95"][kind]) is not None
        )
        rate, failed = figures["requests_a_second"], count_failed(figures["statuses"])
        self.tell(f"  {rate:.0f} requests a second, {failed} failed; 95 of 100 within: {times or 'none came'}")

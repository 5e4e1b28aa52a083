"""What a benchmark is, and how one is run."""

import os
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from statistics import median
from typing import Literal

# The share of its rows that a benchmark is run with: 1, and 0.01 where a test only asks whether it still runs.
SHARE = float(os.environ.get("BENCH_SHARE", "1"))
Side = Callable[[], object]


@dataclass(frozen=True, kw_only=True)
class Duel:
    """Two sides to be measured in turn, after `warm_up` turns that do not count."""

    ours: Side
    baseline: Side | None = None
    runs: int = 5
    warm_up: int = 1
    extra: Callable[[], dict[str, object]] | None = None


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    name: str
    unit: str
    baseline: str | None
    database: Literal["postgresql", "sqlite"]
    set_up: Callable[[], Generator[Duel]]


REGISTRY: dict[str, Benchmark] = {}


def benchmark(
    name: str, *, unit: str, baseline: str | None = None, database: Literal["postgresql", "sqlite"] = "sqlite"
) -> Callable[[Callable[[], Generator[Duel]]], Callable[[], Generator[Duel]]]:
    """Register a benchmark under the name that others read."""

    def register(set_up: Callable[[], Generator[Duel]]) -> Callable[[], Generator[Duel]]:
        if name in REGISTRY:
            raise ValueError(f"Two benchmarks are called {name}.")
        REGISTRY[name] = Benchmark(name=name, unit=unit, baseline=baseline, database=database, set_up=set_up)
        return set_up

    return register


def sized(count: int) -> int:
    """Return how many of these rows this run is made with, one at least."""
    return max(1, int(count * SHARE))


def measure(one: Benchmark) -> dict[str, object]:
    """Return the row of one benchmark: medians of at least five runs, taken in turn."""
    with closing(one.set_up()) as steps:
        duel = next(steps)
        for _ in range(duel.warm_up):
            _figure(duel.ours)
            if duel.baseline:
                _figure(duel.baseline)
        ours, floor = [], []
        for _ in range(duel.runs):
            ours.append(_figure(duel.ours))
            if duel.baseline:
                floor.append(_figure(duel.baseline))
        extra = duel.extra() if duel.extra else {}
    return make_row(one, median(ours), median(floor) if floor else None) | extra


def make_row(one: Benchmark, value: float, baseline_value: float | None) -> dict[str, object]:
    return {
        "name": one.name,
        "value": round(value, 6),
        "unit": one.unit,
        "baseline": one.baseline,
        "baseline_value": None if baseline_value is None else round(baseline_value, 6),
        "ratio": round(value / baseline_value, 4) if baseline_value else None,
    }


def _figure(side: Side) -> float:
    """Return what a side says of itself, or the seconds it took."""
    start = time.perf_counter()
    said = side()
    took = time.perf_counter() - start
    return float(said) if isinstance(said, int | float) and not isinstance(said, bool) else took

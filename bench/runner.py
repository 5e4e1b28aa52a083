"""What a benchmark is, and how one is measured."""

import os
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Literal

# The share of its rows that a benchmark is run with: 1, and 0.01 where somebody only asks whether it still runs.
SHARE = float(os.environ.get("BENCH_SHARE", "1"))
# Each side runs once and nothing is warmed up: the answers count, the figures do not.
ONCE = bool(os.environ.get("BENCH_ONCE"))
type Side = Callable[[], object]
type Extra = Callable[[Mapping[str, float]], Mapping[str, Mapping[str, object]]]
type Database = Literal["postgresql", "sqlite"]
OURS, FLOOR = "ours", "floor"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of the results: the figure of a side, and of the side that it is held against (none where empty)."""

    name: str
    unit: str
    baseline: str | None = None
    side: str = OURS
    against: str = FLOOR


@dataclass(frozen=True, kw_only=True)
class Rounds:
    """Sides to be measured in turn, by name, after `warm_up` turns that do not count.

    more: what else rows say, by the row's name; it is given the medians by side.
    """

    sides: Mapping[str, Side]
    runs: int = 5
    warm_up: int = 1
    more: Extra | None = None


@dataclass(frozen=True, kw_only=True)
class Duel:
    """Two sides to be measured in turn; extra: what else the row says."""

    ours: Side
    baseline: Side | None = None
    runs: int = 5
    warm_up: int = 1
    extra: Callable[[], dict[str, object]] | None = None

    def as_rounds(self, name: str) -> Rounds:
        extra = self.extra
        return Rounds(
            sides={OURS: self.ours} | ({FLOOR: self.baseline} if self.baseline else {}),
            runs=self.runs,
            warm_up=self.warm_up,
            more=(lambda _medians: {name: extra()}) if extra else None,
        )


@dataclass(frozen=True, kw_only=True)
class World:
    """Rows that several benchmarks are measured among: made once a database, then copied. build is given the count."""

    name: str
    count: int
    build: Callable[[int], None]

    def size(self, divisor: int = 1) -> int:
        """Return how many rows this run has, or a part of them."""
        return max(1, sized(self.count) // divisor)


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """Rows that are measured together, in a process and on a database of their own.

    set_up: makes what the world lacks, yields a Duel or Rounds, and cleans up. count: rows that it is made with.
    divisors: the parts of the world that it wants as databases beside its own. is_served: it starts a server, which
    does not see what a test has not committed.
    """

    rows: tuple[Row, ...]
    database: Database
    set_up: Callable[[], Generator[Duel | Rounds]]
    world: World | None = None
    count: int | None = None
    divisors: tuple[int, ...] = ()
    is_served: bool = False

    @property
    def name(self) -> str:
        return self.rows[0].name


REGISTRY: dict[str, Benchmark] = {}
WORLDS: dict[str, World] = {}
type SetUp = Callable[[], Generator[Duel | Rounds]]


def register(one: Benchmark) -> None:
    """Add a benchmark to those that run. Raises ValueError where the name of a row is taken."""
    taken = {row.name for other in REGISTRY.values() for row in other.rows}
    for row in one.rows:
        if row.name in taken:
            raise ValueError(f"Two benchmarks are called {row.name}.")
    REGISTRY[one.name] = one
    if one.world:
        WORLDS[one.world.name] = one.world


def benchmark(
    name: str,
    *,
    unit: str,
    baseline: str | None = None,
    database: Database = "sqlite",
    world: World | None = None,
    count: int | None = None,
    also: tuple[Row, ...] = (),
    is_served: bool = False,
) -> Callable[[SetUp], SetUp]:
    """Register a benchmark under the name that others read. also: more rows that the same rounds give."""

    def add(set_up: SetUp) -> SetUp:
        rows = (Row(name=name, unit=unit, baseline=baseline), *also)
        register(Benchmark(rows=rows, database=database, set_up=set_up, world=world, count=count, is_served=is_served))
        return set_up

    return add


def sized(count: int) -> int:
    """Return how many of these rows this run is made with, one at least."""
    return max(1, int(count * SHARE))


@dataclass(slots=True)
class _Figures:
    """Collect what each side says of itself, turn by turn."""

    by_side: dict[str, list[float]] = field(default_factory=dict)

    def take(self, sides: Mapping[str, Side]) -> None:
        for name, side in sides.items():
            self.by_side.setdefault(name, []).append(_figure(side))


def measure(one: Benchmark) -> list[dict[str, object]]:
    """Return the rows of one benchmark: medians of runs that its sides took in turn."""
    with closing(one.set_up()) as steps:
        duel = next(steps)
        rounds = duel.as_rounds(one.name) if isinstance(duel, Duel) else duel
        for _ in range(0 if ONCE else rounds.warm_up):
            _Figures().take(rounds.sides)
        figures = _Figures()
        for _ in range(1 if ONCE else rounds.runs):
            figures.take(rounds.sides)
        medians = {name: median(taken) for name, taken in figures.by_side.items()}
        more = rounds.more(medians) if rounds.more else {}
    size = one.count if one.count else one.world.count if one.world else None
    return [make_row(row, medians, size) | more.get(row.name, {}) for row in one.rows]


def make_row(row: Row, medians: Mapping[str, float], count: int | None) -> dict[str, object]:
    """Return a row as bench/results.json has it."""
    value, against = medians[row.side], medians.get(row.against) if row.baseline else None
    size: dict[str, Any] = {"rows": sized(count)} if count else {}
    return {
        "name": row.name,
        "value": round(value, 6),
        "unit": row.unit,
        "baseline": row.baseline,
        "baseline_value": None if against is None else round(against, 6),
        "ratio": round(value / against, 4) if against else None,
    } | size


def _figure(side: Side) -> float:
    """Return what a side says of itself, or the seconds it took."""
    start = time.perf_counter()
    said = side()
    took = time.perf_counter() - start
    return float(said) if isinstance(said, int | float) and not isinstance(said, bool) else took

"""What is measured for how long, and how figures come of visits."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

KINDS = ("public", "desk", "business", "submit")
# Seconds, at 20 users a core; a submit is measured by Argon2 (docs/operations/load.md).
GOALS = {"public": 0.1, "desk": 0.3}


@dataclass(frozen=True)
class Visit:
    """One request. kind: public, desk, business or submit. status: 0 where no answer came."""

    kind: str
    status: int
    began: float
    seconds: float


@dataclass(frozen=True)
class Plan:
    """users_a_core: of each step. step, soak, spike: seconds. reports: of the spike. The rest: rows of the database."""

    name: str
    users_a_core: tuple[int, ...]
    step: float
    soak: float
    slow_clients: int
    reports: int
    spike: float
    statements: int
    cases: int
    sites: int

    @property
    def slow(self) -> float:
        """Seconds that slow clients stay."""
        return self.step / 2

    @property
    def seconds(self) -> float:
        """What measuring takes, besides making the rows, starting the portal and the last answers of each stage."""
        return len(self.users_a_core) * self.step + self.slow + self.soak + self.spike


# Five hundred reports in twenty minutes are three times what a television programme brings in an hour.
FULL: dict[str, Any] = {
    "users_a_core": (5, 10, 20, 30, 40, 60), "step": 60, "soak": 1800, "slow_clients": 300, "reports": 500,
    "spike": 1200,
}  # fmt: skip
PLANS = {
    "today": Plan("today", **FULL, statements=10_000, cases=500, sites=1_000),
    "tenfold": Plan("tenfold", **FULL, statements=100_000, cases=5_000, sites=10_000),
}


def shorten(plan: Plan) -> Plan:
    """Return the plan with a tenth of its times and reports, for a look at the shape."""
    return replace(plan, step=plan.step / 10, soak=plan.soak / 10, reports=plan.reports // 10, spike=plan.spike / 10)


SHORT = Plan("short", (2, 5), 8, 8, 20, 4, 8, statements=100, cases=20, sites=20)


def find_percentile(seconds: Iterable[float], share: float = 0.95) -> float | None:
    """Return the value that this share of them do not exceed; None of none."""
    ordered = sorted(seconds)
    return ordered[max(0, round(share * len(ordered)) - 1)] if ordered else None


def summarise(visits: list[Visit], *, seconds: float) -> dict[str, Any]:
    """Return requests a second, the 95th percentile of each kind, and how many were not answered as they should be."""
    return {
        "requests_a_second": len(visits) / seconds,
        "p95": {kind: find_percentile(visit.seconds for visit in visits if visit.kind == kind) for kind in KINDS},
        "statuses": Counter(str(visit.status) for visit in visits),
    }


def count_failed(statuses: Mapping[str, int]) -> int:
    """Return how many were cut off, refused, asked to wait, or met an error."""
    return sum(number for status, number in statuses.items() if status == "0" or status >= "4")


def find_knee(steps: list[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the last step at which public and desk pages met their goals and nothing failed."""
    good = [
        step
        for step in steps
        if not count_failed(step["statuses"]) and all((step["p95"][kind] or 0) <= goal for kind, goal in GOALS.items())
    ]
    return good[-1] if good else None

"""Check whether the figures of a site's workers can be right. They are doubts, never refusals. Pure.

See docs/requirements/suppliers.md#worker-figures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

TOLERANCE = 0.02


@dataclass(frozen=True)
class Doubt:
    """Hold a figure that is more than the total; name is empty where the kinds of contract do not add up to it."""

    name: str
    value: int
    total: int


def find_doubts(figures: Mapping[str, int | None], *, contracts: Iterable[str], groups: Iterable[str]) -> list[Doubt]:
    """Return what cannot be right.

    Contracts add up to the total, within 2 %; groups overlap, and none is more than the total.
    """
    total = figures.get("total")
    if total is None:
        return []
    contracts = tuple(contracts)
    counts = [value for name in contracts if (value := figures.get(name)) is not None]
    too_large = [
        Doubt(name, value, total)
        for name in (*contracts, *groups)
        if (value := figures.get(name)) is not None and value > total
    ]
    is_over = sum(counts) > total * (1 + TOLERANCE)
    is_under = len(counts) == len(contracts) and sum(counts) < total * (1 - TOLERANCE)
    return too_large or ([Doubt("", sum(counts), total)] if is_over or is_under else [])

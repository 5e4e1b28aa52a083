"""Whether the figures of a site's workers can be right (suppliers 2.3). Doubts, never refusals. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

TOLERANCE = 0.02


@dataclass(frozen=True)
class Doubt:
    """name: the figure that is more than the total; empty where the kinds of contract do not add up to it."""

    name: str
    value: int
    total: int


def find_doubts(figures: Mapping[str, int | None], *, contracts: Iterable[str], groups: Iterable[str]) -> list[Doubt]:
    """contracts add up to the total, within 2 %; groups overlap, and none is more than the total."""
    total = figures.get("total")
    if total is None:
        return []
    contracts = tuple(contracts)
    known = [value for name in contracts if (value := figures.get(name)) is not None]
    found = [
        Doubt(name, value, total)
        for name in (*contracts, *groups)
        if (value := figures.get(name)) is not None and value > total
    ]
    is_more = sum(known) > total * (1 + TOLERANCE)
    is_less = len(known) == len(contracts) and sum(known) < total * (1 - TOLERANCE)
    return found or ([Doubt("", sum(known), total)] if is_more or is_less else [])

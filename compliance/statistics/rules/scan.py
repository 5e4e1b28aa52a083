"""The circle with the most events beyond what its population would lead one to expect.

Source: Kulldorff, A Spatial Scan Statistic, Communications in Statistics: Theory and Methods 26 (1997), Poisson model.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

REPLICATIONS = 999
MAX_SHARE = 0.5


@dataclass(frozen=True)
class Circle:
    """areas: positions, the middle first. chance: of a circle as unlikely anywhere, if events followed population."""

    areas: tuple[int, ...]
    events: int
    expected: float
    log_likelihood_ratio: float
    chance: float


def find_circle(
    events: Sequence[float],
    population: Sequence[int],
    places: Sequence[tuple[float, float]],
    *,
    replications: int = REPLICATIONS,
    seed: int = 1,
) -> Circle | None:
    """Return the least likely circle, of at most half the population; None without events.

    events: may be estimates. places: kilometres east and north of the middle of each area. Circles grow from each area
    to the next nearest.
    """
    counts, people = np.array(events, dtype=float), np.array(population, dtype=float)
    total = round(float(counts.sum()))
    if not total:
        return None
    points = np.array(places, dtype=float)
    order = np.argsort(((points[:, None] - points[None]) ** 2).sum(axis=2), axis=1, kind="stable")
    expected = np.cumsum((people / people.sum() * total)[order], axis=1)
    allowed = expected <= MAX_SHARE * total
    ratios = _ratios(counts, order, expected, allowed)
    middle, size = (int(one) for one in np.unravel_index(int(ratios.argmax()), ratios.shape))
    chance = np.random.default_rng(seed)
    drawn = chance.multinomial(total, people / people.sum(), size=replications)
    beaten = sum(_ratios(one, order, expected, allowed).max() >= ratios[middle, size] for one in drawn)
    areas = tuple(int(area) for area in order[middle, : size + 1])
    return Circle(
        areas,
        round(float(counts[list(areas)].sum())),
        float(expected[middle, size]),
        float(ratios[middle, size]),
        float(beaten + 1) / (replications + 1),
    )


def _ratios(
    counts: npt.NDArray[np.float64 | np.int_],
    order: npt.NDArray[np.intp],
    expected: npt.NDArray[np.float64],
    allowed: npt.NDArray[np.bool_],
) -> npt.NDArray[np.float64]:
    """Return the log likelihood ratio of each circle; 0 where it has fewer than expected, or may not be so large."""
    inside, total = np.cumsum(counts[order], axis=1), counts.sum()
    is_high = allowed & (inside > expected)
    within = np.where(is_high, inside, 1)
    outside = np.where(is_high, total - inside, 0)
    first = within * np.log(within / np.where(is_high, expected, 1))
    rest = np.where(is_high, total - expected, 1)
    second = np.where(outside > 0, outside * np.log(np.maximum(outside, 1) / rest), 0)
    return np.where(is_high, first + second, 0.0)

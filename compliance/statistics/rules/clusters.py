"""Where neighbouring areas are high together: Getis-Ord Gi*, with chances from permutations.

Sources: Ord and Getis, Local Spatial Autocorrelation Statistics, Geographical Analysis 27 (1995); Benjamini and
Hochberg, Controlling the False Discovery Rate, Journal of the Royal Statistical Society B 57 (1995).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

PERMUTATIONS = 9_999
FALSE_DISCOVERY_RATE = 0.05


class Band(StrEnum):
    """How far an area and its neighbours lie from what is usual, by the normal distribution."""

    HOT_99 = "hot_99"
    HOT_95 = "hot_95"
    HOT_90 = "hot_90"
    USUAL = "not_significant"
    COLD_90 = "cold_90"
    COLD_95 = "cold_95"
    COLD_99 = "cold_99"


@dataclass(frozen=True)
class Cluster:
    """z: of the area with its neighbours. p: the one-sided chance of a sum as extreme, among permutations."""

    z: float
    p: float


def get_z_scores(values: Sequence[float], neighbours: Sequence[Sequence[int]], *, noise: float = 0.0) -> list[float]:
    """Return Gi* of each area with equal weights, the area among them; 0 where all values are equal.

    neighbours: the positions of each area's neighbours, its own not among them. noise: the variance that the values
    lack where some of them are estimates.
    """
    numbers = np.array(values, dtype=float)
    size, mean, spread = len(numbers), numbers.mean(), np.sqrt(numbers.var() + noise)
    if not spread:
        return [0.0] * size
    found = []
    for area, around in enumerate(neighbours):
        weight = len(around) + 1
        error = spread * np.sqrt((size * weight - weight**2) / (size - 1))
        total = numbers[area] + numbers[list(around)].sum()
        found.append(float((total - mean * weight) / error) if error else 0.0)
    return found


def find_clusters(
    values: Sequence[float],
    neighbours: Sequence[Sequence[int]],
    *,
    noise: float = 0.0,
    permutations: int = PERMUTATIONS,
    seed: int = 1,
) -> list[Cluster]:
    """Return Gi* of each area, and how often values dealt anew to its neighbours give a sum as extreme.

    The area keeps its own value (conditional permutation). The same seed gives the same chances.
    """
    numbers = np.array(values, dtype=float)
    dealt = _deal(len(numbers), max(map(len, neighbours), default=0), permutations, seed)
    found = []
    for area, z in enumerate(get_z_scores(values, neighbours, noise=noise)):
        around = list(neighbours[area])
        sums = np.delete(numbers, area)[dealt[:, : len(around)]].sum(axis=1)
        above = int((sums >= numbers[around].sum() - 1e-9).sum())
        below = int((sums <= numbers[around].sum() + 1e-9).sum())
        found.append(Cluster(z, min(1.0, (min(above, below) + 1) / (permutations + 1))))
    return found


def _deal(size: int, most: int, permutations: int, seed: int) -> npt.NDArray[np.intp]:
    """Return for each permutation different positions among all areas but one."""
    order = np.random.default_rng(seed).random((permutations, size - 1))
    return np.argsort(order, axis=1)[:, :most]


def is_discovery(chances: Sequence[float], rate: float = FALSE_DISCOVERY_RATE) -> list[bool]:
    """Return which chances are low enough that at most the rate of those chosen are expected to be chance."""
    ordered = sorted(chances)
    limit = 0.0
    for rank, chance in enumerate(ordered, 1):
        if chance <= rate * rank / len(ordered):
            limit = chance
    return [bool(ordered) and chance <= limit for chance in chances]


def get_band(z: float) -> Band:
    bands = {2.576: (Band.HOT_99, Band.COLD_99), 1.96: (Band.HOT_95, Band.COLD_95), 1.645: (Band.HOT_90, Band.COLD_90)}
    for limit, (hot, cold) in bands.items():
        if abs(z) >= limit:
            return hot if z > 0 else cold
    return Band.USUAL

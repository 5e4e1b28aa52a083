"""Whether a quarter has more than the quarters before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log

QUARTERS_BEFORE = 8
MAX_CHANCE = 0.01


@dataclass(frozen=True)
class Change:
    """expected: events a quarter before. chance: of as many or more now, if nothing had changed."""

    now: int
    expected: float
    chance: float

    @property
    def is_rise(self) -> bool:
        return self.chance <= MAX_CHANCE


def compare_with_before(now: int, before: Sequence[int]) -> Change:
    """Compare counts of equal lengths of time that would follow one Poisson distribution if nothing had changed.

    Given the sum of all, the count of now then has a binomial distribution: the test is exact (Przyborowski and
    Wilenski, Biometrika 31, 1940).
    """
    total = now + sum(before)
    chance = sum(_binomial(total, count, 1 / (len(before) + 1)) for count in range(now, total + 1))
    return Change(now, sum(before) / len(before), min(1.0, chance))


def _binomial(total: int, count: int, share: float) -> float:
    ways = lgamma(total + 1) - lgamma(count + 1) - lgamma(total - count + 1)
    return exp(ways + count * log(share) + (total - count) * log(1 - share))

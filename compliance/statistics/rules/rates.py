"""Rates of small areas: how sure they are, and how they look once small numbers are tamed.

Sources: Byar's approximation as in Breslow and Day, Statistical Methods in Cancer Research II (1987), page 69;
Marshall, Mapping Disease and Mortality Rates Using Empirical Bayes Estimators, Applied Statistics 40 (1991).
"""

from collections.abc import Sequence
from math import sqrt

# Of the standard normal distribution, two-sided 95 %.
Z_95 = 1.959964


def get_byar_interval(events: int, z: float = Z_95) -> tuple[float, float]:
    """Return the lower and upper limit of the number of events that one would expect."""
    lower = 0.0
    if events:
        lower = events * (1 - 1 / (9 * events) - z / (3 * sqrt(events))) ** 3
    more = events + 1
    return max(0.0, lower), more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3


def smooth(events: Sequence[float], population: Sequence[int], noise: Sequence[float] = ()) -> list[float]:
    """Return each area's rate a person, drawn towards the rate of all: the more, the smaller its population.

    events, population: a number for each area; every population is above 0. noise: of each area, the variance that an
    estimate in events lacks beside a count.
    """
    overall = sum(events) / sum(population)
    weights = get_weights(events, population, noise)
    return [
        overall + weight * (count / number - overall)
        for weight, count, number in zip(weights, events, population, strict=True)
    ]


def get_weights(events: Sequence[float], population: Sequence[int], noise: Sequence[float] = ()) -> list[float]:
    """Return how much of its own rate each area keeps: 0 where areas differ no more than chance lets them."""
    people = sum(population)
    overall = sum(events) / people
    spread = sum(
        number * (count / number - overall) ** 2 for count, number in zip(events, population, strict=True)
    ) / people  # fmt: skip
    spread += sum(variance / number for variance, number in zip(noise, population, strict=False)) / people
    between = max(0.0, spread - overall / (people / len(population)))
    return [between / (between + overall / number) if between else 0.0 for number in population]

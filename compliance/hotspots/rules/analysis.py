"""What one selection says of each council: how many, how sure, and where neighbours are high together.

It is given only what may be told of a quarter, so nothing that it returns depends on a hidden number.

See docs/requirements/helpline.md#hotspots and docs/requirements/helpline.md#hotspots-hidden.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from compliance.hotspots.rules.disclosure import Figures
from compliance.statistics.rules.changes import compare_with_before
from compliance.statistics.rules.clusters import PERMUTATIONS, find_clusters, get_band, is_discovery
from compliance.statistics.rules.rates import get_byar_interval, get_weights, smooth
from compliance.statistics.rules.scan import Circle, find_circle

NEIGHBOURS = 5
REPLICATIONS = 199
SEED = 54
PER = 100_000
MAX_CIRCLE_CHANCE = 0.05
# What a quarter before counts as where it may not be told: the middle of 0 to 4.
HIDDEN_BEFORE = 2


@dataclass(frozen=True)
class Area:
    """A council. east, north: kilometres on a flat map of its middle."""

    code: str
    population: int
    east: float
    north: float


@dataclass(frozen=True)
class Spot:
    """A council that may be shown. lower, upper, rate, smoothed: contacts in 100,000 residents.

    expected: contacts a quarter before, without a fraction, which would tell of single contacts that came late.
    """

    council: str
    contacts: int
    cases: int | None
    people: str
    child_contacts: int | None
    lower: float
    upper: float
    rate: float
    smoothed: float
    z: float
    chance: float
    is_discovery: bool
    band: str
    expected: int
    change_chance: float
    is_rise: bool
    is_in_circle: bool


@dataclass(frozen=True)
class Result:
    """is_refused: fewer than 30 contacts in all say nothing of places; then there are no spots and no circle."""

    is_refused: bool
    spots: tuple[Spot, ...] = ()
    circle: Circle | None = None


def find_neighbours(areas: Sequence[Area], count: int = NEIGHBOURS) -> list[list[int]]:
    """Return the positions of the nearest other areas of each, the nearest first."""
    points = np.array([(area.east, area.north) for area in areas])
    distances = ((points[:, None] - points[None]) ** 2).sum(axis=2)
    np.fill_diagonal(distances, -1)
    return [[int(other) for other in row[1 : count + 1]] for row in np.argsort(distances, axis=1, kind="stable")]


def analyse(
    now: Figures,
    before: Sequence[Figures],
    areas: Sequence[Area],
    neighbours: Sequence[Sequence[int]],
    *,
    permutations: int = PERMUTATIONS,
    replications: int = REPLICATIONS,
    seed: int = SEED,
) -> Result:
    """Return what the figures say. before: the same selection in the quarters before."""
    counts, population = _spread(now, areas), [area.population for area in areas]
    noise = [0.0 if area.code in now.told else count for area, count in zip(areas, counts, strict=True)]
    smoothed = smooth(counts, population, noise)
    clusters = find_clusters(
        smoothed, neighbours, noise=_smooth_noise(noise, counts, population), permutations=permutations, seed=seed
    )
    discoveries = is_discovery([cluster.p for cluster in clusters])
    places = [(area.east, area.north) for area in areas]
    circle = find_circle(counts, population, places, replications=replications, seed=seed)
    if circle and circle.chance > MAX_CIRCLE_CHANCE:
        circle = None
    spots = []
    for position, area in enumerate(areas):
        told = now.told.get(area.code)
        if told is None:
            continue
        lower, upper = get_byar_interval(told.contacts)
        change = compare_with_before(told.contacts, [_count_before(figures, area) for figures in before])
        cluster, share = clusters[position], PER / area.population
        spots.append(
            Spot(
                **vars(told),
                council=area.code,
                lower=lower * share,
                upper=upper * share,
                rate=told.contacts * share,
                smoothed=smoothed[position] * PER,
                z=cluster.z,
                chance=cluster.p,
                is_discovery=discoveries[position],
                band=str(get_band(cluster.z)),
                expected=round(change.expected),
                change_chance=change.chance,
                is_rise=change.is_rise,
                is_in_circle=circle is not None and position in circle.areas,
            )
        )
    return Result(is_refused=False, spots=tuple(spots), circle=circle)


def _spread(now: Figures, areas: Sequence[Area]) -> list[float]:
    """Return the contacts of each area: what is told, and for all others an equal share for each resident."""
    residents = sum(area.population for area in areas if area.code not in now.told)
    each = now.elsewhere / residents if residents else 0.0
    return [float(now.told[area.code].contacts) if area.code in now.told else area.population * each for area in areas]


def _smooth_noise(noise: Sequence[float], counts: Sequence[float], population: Sequence[int]) -> float:
    """Return the mean variance of smoothed rates that the estimates lack: as counts, they would be Poisson's."""
    weights = get_weights(counts, population, noise)
    shares = zip(weights, noise, population, strict=True)
    return sum(weight**2 * variance / number**2 for weight, variance, number in shares) / len(counts)


def _count_before(figures: Figures, area: Area) -> int:
    told = figures.told.get(area.code)
    return told.contacts if told else HIDDEN_BEFORE

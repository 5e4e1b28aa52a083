"""Where places are on a map, and which of them stand as one mark so that no mark covers another. Pure.

See docs/requirements/suppliers.md#map-of-places.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import asin, cos, floor, pi, sin, sqrt

# The projection is Equal Earth (Šavrič, Patterson and Jenny, 2018), as frontend/world.mjs draws the world.
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = sqrt(3) / 2
NORTH = 84
# Of the width of the view: marks are no nearer than that, on a telephone too.
MIN_DISTANCE = 0.095
# The height of a view is so much of its width.
ASPECT = 0.625
MIN_WIDTH, MAX_WIDTH = 2.0, 1000.0


def _project_raw(longitude: float, latitude: float) -> tuple[float, float]:
    t = asin(_M * sin(latitude * pi / 180))
    t2 = t * t
    t6 = t2 * t2 * t2
    x = (longitude * pi / 180) * cos(t) / (_M * (_A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2)))
    return x, t * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2))


_RIGHT = _project_raw(180, 0)[0]
_TOP = _project_raw(0, NORTH)[1]
_SCALE = MAX_WIDTH / (2 * _RIGHT)


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Return the place on the map that is 1,000 wide, from its left upper corner."""
    x, y = _project_raw(longitude, latitude)
    return (x + _RIGHT) * _SCALE, (_TOP - y) * _SCALE


@dataclass(frozen=True, slots=True)
class Point:
    """Places at one point. key: of one of them. is_exact: by coordinates of their own, else the middle of a country."""

    x: float
    y: float
    country: str
    count: int
    key: int
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class View:
    """The part of the map that is shown."""

    x: float
    y: float
    width: float

    @property
    def height(self) -> float:
        return self.width * ASPECT

    def holds(self, point: Point) -> bool:
        return self.x <= point.x <= self.x + self.width and self.y <= point.y <= self.y + self.height

    @property
    def outer(self) -> "View":
        """Return the view that is three times as wide about the same middle."""
        width = min(self.width * 3, MAX_WIDTH)
        middle_x, middle_y = self.x + self.width / 2, self.y + self.height / 2
        return View(middle_x - width / 2, middle_y - width * ASPECT / 2, width)


@dataclass(slots=True)
class Cluster:
    """Points under one mark, which stands in their middle by the number of places."""

    points: list[Point] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(point.count for point in self.points)

    @property
    def x(self) -> float:
        return sum(point.x * point.count for point in self.points) / self.count

    @property
    def y(self) -> float:
        return sum(point.y * point.count for point in self.points) / self.count

    @property
    def countries(self) -> list[str]:
        """Return the countries of its places, the one with the most first."""
        counts: Counter[str] = Counter()
        for point in self.points:
            counts[point.country] += point.count
        return [country for country, _number in counts.most_common()]

    @property
    def opens(self) -> bool:
        """Return whether a nearer view parts its places into several marks."""
        return len(cluster_points(self.points, fit_view(self.points))) > 1


def fit_view(points: Iterable[Point]) -> View:
    """Return the smallest view that holds all points, with room around them."""
    rows = list(points)
    left, right = min(point.x for point in rows), max(point.x for point in rows)
    top, bottom = min(point.y for point in rows), max(point.y for point in rows)
    width = min(max((right - left) * 1.3, (bottom - top) * 1.3 / ASPECT, MIN_WIDTH), MAX_WIDTH)
    return View((left + right - width) / 2, (top + bottom - width * ASPECT) / 2, width)


def parse_view(text: str) -> View | None:
    """Return the view of an address, like "480.5,90,60"; None where it is none."""
    try:
        x, y, width = (float(part) for part in text.split(","))
    except ValueError:
        return None
    if not (MIN_WIDTH <= width <= MAX_WIDTH and -MAX_WIDTH <= x <= MAX_WIDTH and -MAX_WIDTH <= y <= MAX_WIDTH):
        return None
    return View(x, y, width)


def format_view(view: View) -> str:
    """Return a view as an address holds it."""
    return ",".join(f"{number:.2f}" for number in (view.x, view.y, max(view.width, MIN_WIDTH)))


def cluster_points(points: Iterable[Point], view: View) -> list[Cluster]:
    """Return the marks of a view, the largest first: no two are nearer than MIN_DISTANCE of its width."""
    distance = view.width * MIN_DISTANCE
    cells: dict[tuple[int, int], Cluster] = {}
    for point in points:
        if view.holds(point):
            cells.setdefault((floor(point.x / distance), floor(point.y / distance)), Cluster()).points.append(point)
    clusters = sorted(cells.values(), key=lambda cluster: -cluster.count)
    merged = True
    while merged:
        clusters, merged = _merge_near(clusters, distance)
    return sorted(clusters, key=lambda cluster: (-cluster.count, cluster.x, cluster.y))


def _merge_near(clusters: list[Cluster], distance: float) -> tuple[list[Cluster], bool]:
    """Return the marks with each that is too near put into a larger one, and whether there was any."""
    kept: list[Cluster] = []
    centres: list[tuple[float, float]] = []
    merged = False
    for cluster in clusters:
        x, y = cluster.x, cluster.y
        near = next(
            (n for n, (cx, cy) in enumerate(centres) if (cx - x) ** 2 + (cy - y) ** 2 < distance * distance), None
        )
        if near is None:
            kept.append(cluster)
            centres.append((x, y))
        else:
            kept[near].points += cluster.points
            merged = True
    return kept, merged

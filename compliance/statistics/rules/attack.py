"""The attack on what is published: between which bounds can a reader who adds and subtracts everything put a count?

What the reader knows are linear equations (rules.equations), so the lowest and the highest value of a count that is
hidden are two linear programs; HiGHS solves them.

Source: docs/requirements/statistics.md#attack.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

from compliance.statistics.rules.equations import ENDLESS, Equations, Place, Truths, build_equations
from compliance.statistics.rules.tables import TOTAL, Release

# What nobody may find out must be left with a range of at least this.
MIN_RANGE = 3
TOLERANCE = 1e-6
ENOUGH = 1_000_000
FEW = 8
MAX_TRIES = 4
MAX_POINTS = 60
MAX_SUSPECTS = 6

type Point = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Exposure:
    """A count that can be put between bounds less than MIN_RANGE apart."""

    place: Place
    truth: int
    lower: float
    upper: float


def find_exposed(releases: Sequence[Release], truths: Truths) -> list[Exposure]:
    """Return everything guarded that the releases together give away.

    truths: the exact counts with totals of each table, by release and table.
    """
    return [exposure for system in build_systems(releases, truths) for exposure in system.find_exposed(system.guarded)]


def build_systems(releases: Sequence[Release], truths: Truths) -> Iterator["System"]:
    for equations in build_equations(releases, truths):
        yield System(equations)


class _Solver(highspy.Highs):
    """HiGHS without its callbacks: to set them up prints a line and takes longer than most programs here."""

    def enableCallbacks(self) -> None:  # noqa: N802 — the name is that of HiGHS
        pass


class System:
    """Equations as a linear program whose objective and whose numbers can be changed."""

    def __init__(self, equations: Equations) -> None:
        self.unit = equations.unit
        self.truths = equations.truths
        self.guarded = equations.list_guarded()
        self._columns, self._total_rows, self._terms = equations.columns, equations.total_rows, equations.terms
        self._solver = _build_solver(equations)
        # Points that satisfy the equations: what may be true. The exact counts are the first of them.
        self._points: Point = np.array([[float(self.truths[place]) for place in self._columns]])

    @property
    def places(self) -> Iterable[Place]:
        """Return every cell and total."""
        return self._terms

    def hide(self, place: Place) -> None:
        """Publish no number here."""
        self._bound(place, 0.0, ENDLESS)

    def is_safe_to_show(self, place: Place, targets: Sequence[Place], suspects: list[Place]) -> bool:
        """Give the reader the exact number, unless that exposes one of the targets.

        suspects: those that were exposed lately. They are looked at first, and the list is kept up.
        """
        before = self._points
        self._bound(place, self.truths[place], self.truths[place])
        self._points = self._mix(place)
        exposed = self.find_exposed(suspects, enough=1) or self.find_exposed(targets, enough=1)
        if exposed:
            self.hide(place)
            self._points = before
            suspects[:] = [exposed[0].place, *(one for one in suspects if one != exposed[0].place)][:MAX_SUSPECTS]
        return not exposed

    def _mix(self, place: Place) -> Point:
        """Return points at which the count is exact: each is between one that has less and one that has more."""
        values = self._points[:, self._terms[place]].sum(axis=1) - self.truths[place]
        less, more = np.nonzero(values <= 0)[0], np.nonzero(values >= 0)[0]
        if not (less.size and more.size):
            return self._points[:0]
        pairs = max(less.size, more.size)
        one, other = np.resize(less, pairs), np.resize(more, pairs)
        gap = values[other] - values[one]
        share = np.divide(values[other], gap, out=np.ones(pairs), where=gap > 0)[:, None]
        return share * self._points[one] + (1 - share) * self._points[other]

    def _bound(self, place: Place, lower: float, upper: float) -> None:
        if TOTAL in place.index:
            self._solver.changeRowBounds(self._total_rows[place], lower, upper)
        else:
            self._solver.changeColBounds(self._columns[place], lower, upper)

    def find_exposed(self, targets: Sequence[Place], *, enough: int = ENOUGH) -> list[Exposure]:
        """Return those of the counts whose range is too small, and stop once there are enough of them.

        A point that satisfies all equations shows for every count at once a value that it may have, so most need no
        programs of their own: points that lie far apart are looked for first.
        """
        if not targets:
            return []
        ranges = _Ranges([self._terms[place] for place in targets], [self.truths[place] for place in targets])
        for point in self._points:
            ranges.note(point)
        if len(ranges.get_open()) > FEW:
            self._spread(targets, ranges)
        found: list[Exposure] = []
        for number in ranges.get_open():
            if len(found) == enough:
                break
            if ranges.is_open(number):
                for sign in (1, -1):
                    ranges.note(self._solve({targets[number]: sign}))
            if ranges.is_open(number):
                place = targets[number]
                found.append(Exposure(place, self.truths[place], *ranges.get(number)))
        return found

    def _spread(self, targets: Sequence[Place], ranges: "_Ranges") -> None:
        """Try directions of many counts at once while that settles some."""
        chance = random.Random(1)  # noqa: S311 — directions, not secrets
        tries, waiting = 0, ranges.get_open()
        while len(waiting) > 1 and tries < MAX_TRIES:
            signs = {targets[number]: chance.choice((1, -1)) for number in waiting}
            for turn in (1, -1):
                ranges.note(self._solve({place: turn * sign for place, sign in signs.items()}))
            still = ranges.get_open()
            tries = 0 if len(still) < len(waiting) else tries + 1
            waiting = still

    def _solve(self, wanted: Mapping[Place, int]) -> Point:
        """Return a point where the sum of the counts, each by its sign, is as large as the equations allow."""
        cost = np.zeros(len(self._columns))
        for place, sign in wanted.items():
            for column in self._terms[place]:
                cost[column] -= sign
        self._solver.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        self._solver.run()
        status = self._solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise InconsistentReleasesError(str(status))
        point = np.array(self._solver.getSolution().col_value)
        self._points = np.vstack([self._points[:1], self._points[1:][-MAX_POINTS:], point])
        return point

    def get_bounds(self, place: Place) -> tuple[float, float]:
        """Return the lowest and the highest value that the equations allow."""
        low, high = (
            sum(self._solve({place: sign})[column] for column in self._terms[place]) for sign in (-1, 1)
        )  # fmt: skip
        return low, high

    def get_decisive_places(self, place: Place) -> set[Place]:
        """Return the numbers without which the range of this count could be wider."""
        rows = {row: found for found, row in self._total_rows.items()}
        columns = {column: found for found, column in self._columns.items()}
        found = set()
        for sign in (-1, 1):
            self._solve({place: sign})
            solution = self._solver.getSolution()
            found |= {rows[row] for row, dual in enumerate(solution.row_dual) if row in rows and abs(dual) > TOLERANCE}
            found |= {columns[column] for column, dual in enumerate(solution.col_dual) if abs(dual) > TOLERANCE}
        return found


class _Ranges:
    """The lowest and the highest value seen of each of some counts. A count is the sum of its columns."""

    def __init__(self, columns: Sequence[Sequence[int]], truths: Sequence[int]) -> None:
        self._columns = np.array([column for of_count in columns for column in of_count], dtype=np.intp)
        self._starts = np.cumsum([0, *(len(of_count) for of_count in columns)])[:-1]
        self._lower, self._upper = np.array(truths, dtype=float), np.array(truths, dtype=float)

    def note(self, point: Point) -> None:
        values = np.add.reduceat(point[self._columns], self._starts)
        self._lower, self._upper = np.minimum(self._lower, values), np.maximum(self._upper, values)

    def is_open(self, number: int) -> bool:
        return bool(self._upper[number] - self._lower[number] < MIN_RANGE - TOLERANCE)

    def get_open(self) -> list[int]:
        """Return the counts, by their position, whose range is still too small."""
        return [int(number) for number in np.nonzero(self._upper - self._lower < MIN_RANGE - TOLERANCE)[0]]

    def get(self, number: int) -> tuple[float, float]:
        return float(self._lower[number]), float(self._upper[number])


class InconsistentReleasesError(Exception):
    """No counts can be what the releases say; they contradict each other."""


def _build_solver(equations: Equations) -> highspy.Highs:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(equations.columns), len(equations.rows)
    lp.col_cost_ = np.zeros(lp.num_col_)
    lp.col_lower_, lp.col_upper_ = np.array(equations.bounds, dtype=float).T
    lp.row_lower_ = np.array([lower for lower, _upper, _terms in equations.rows], dtype=float)
    lp.row_upper_ = np.array([upper for _lower, upper, _terms in equations.rows], dtype=float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(terms) for _l, _u, terms in equations.rows)])
    lp.a_matrix_.index_ = np.array([column for _l, _u, terms in equations.rows for column in terms])
    lp.a_matrix_.value_ = np.array([value for _l, _u, terms in equations.rows for value in terms.values()])
    solver = _Solver()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("presolve", "off")
    # Primal: a change of the objective leaves the last point feasible.
    solver.setOptionValue("simplex_strategy", 4)
    solver.passModel(lp)
    return solver

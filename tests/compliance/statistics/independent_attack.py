"""An attack on published figures that shares nothing with the portal's own: JSON, scipy's linear programs, counts.

It reads what `statistics_world` writes and what the API answers, {"releases": [{"id", "kind", "period", "tables"}]},
with the exact count of each cell beside it as "truth". Equations that late changes have made wrong are left out.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import ceil, floor
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array

THRESHOLD, RANGE = 5, 3
MOST = 1e6
type Key = tuple[str, str, tuple[str, ...]]


def find_exposed(data: dict[str, Any]) -> list[tuple[Key, int, int, int]]:
    """Return each count from 1 to 4 that is put between whole numbers less than three apart, with these bounds."""
    found = []
    for year in sorted({release["period"][:4] for release in data["releases"]}):
        releases = [release for release in data["releases"] if release["period"].startswith(year)]
        for unit in dict.fromkeys(_unit(table) for release in releases for table in release["tables"]):
            found += _Reader(releases, unit).attack()
    return found


def _unit(table: dict[str, Any]) -> str:
    return table["id"].partition("_by_")[0]


def _months(period: str) -> set[int]:
    rest = period[5:]
    if not rest:
        return set(range(1, 13))
    return {3 * int(rest[1]) - 2 + n for n in range(3)} if rest[0] == "q" else {int(rest)}


class _Reader:
    def __init__(self, releases: Sequence[dict[str, Any]], unit: str) -> None:
        self.releases = releases
        self.tables = {
            (release["id"], table["id"]): table
            for release in releases
            for table in release["tables"]
            if _unit(table) == unit
        }
        self.column: dict[Key, int] = {}
        self.parts: dict[Key, list[int]] = {}
        self.truth: dict[Key, int] = {}
        self.bounds: list[tuple[float, float]] = []
        self.rows: list[tuple[dict[int, float], float, float]] = []
        for key, table in self.tables.items():
            self._read(key, table)
        for equal in (self._linked_tables(), self._sums_of_periods()):
            for parts, whole in equal:
                if sum(self.truth[part] for part in parts) == self.truth[whole]:
                    terms: dict[int, float] = defaultdict(float)
                    for part in parts:
                        for column in self.parts[part]:
                            terms[column] += 1
                    for column in self.parts[whole]:
                        terms[column] -= 1
                    self.rows.append((terms, 0, 0))

    def _read(self, key: tuple[str, str], table: dict[str, Any]) -> None:
        labels = [dim["labels"] for dim in table["dims"]]
        cells = {
            tuple(names[place] for names, place in zip(labels, cell["index"], strict=True)): cell
            for cell in table["cells"]
        }
        for index, cell in cells.items():
            self.truth[*key, index] = cell["truth"]
            if "total" not in index:
                self.column[*key, index] = len(self.bounds)
                self.bounds.append(self._interval(cell))
        for index, cell in cells.items():
            finest = product(
                *(
                    [n for n in names if n != "total"] if i == "total" else [i]
                    for names, i in zip(labels, index, strict=True)
                )
            )
            self.parts[*key, index] = [self.column[*key, one] for one in finest]
            if "total" in index:
                self.rows.append((dict.fromkeys(self.parts[*key, index], 1.0), *self._interval(cell)))

    @staticmethod
    def _interval(cell: dict[str, Any]) -> tuple[float, float]:
        number, rounded = cell["published"], cell["rounded_to"]
        if number is None:
            return (0, THRESHOLD - 1) if rounded else (0, MOST)
        return (max(THRESHOLD, number - 2), number + 2) if rounded else (number, number)

    def _linked_tables(self) -> Iterator[tuple[list[Key], Key]]:
        for (one, first), (other, second) in combinations(self.tables.items(), 2):
            if one[0] != other[0]:
                continue
            shared = {dim["name"]: dim["labels"] for dim in first["dims"] if dim in second["dims"]}
            for labels in product(*shared.values()):
                known = dict(zip(shared, labels, strict=True))
                places = [
                    (*key, tuple(known.get(dim["name"], "total") for dim in table["dims"]))
                    for key, table in ((one, first), (other, second))
                ]
                yield [places[0]], places[1]

    def _sums_of_periods(self) -> Iterator[tuple[list[Key], Key]]:
        for whole in self.releases:
            months = _months(whole["period"])
            ways: list[tuple[dict[str, Any], ...]] = [
                (release,) for release in self.releases if release["period"] == whole["period"] and release is not whole
            ]
            for kind in ("month", "quarter"):
                versions: dict[str, list[dict[str, Any]]] = defaultdict(list)
                for release in self.releases:
                    if release["kind"] == kind and _months(release["period"]) < months:
                        versions[release["period"]].append(release)
                if set().union(*map(_months, versions)) == months:
                    ways += product(*versions.values())
            for way, (release_id, table_id) in product(ways, self.tables):
                if release_id == whole["id"] and all((part["id"], table_id) in self.tables for part in way):
                    for index in product(*(dim["labels"] for dim in self.tables[release_id, table_id]["dims"])):
                        yield [(part["id"], table_id, index) for part in way], (release_id, table_id, index)

    def attack(self) -> list[tuple[Key, int, int, int]]:
        """Look for far points in chance directions first: each settles many counts. The rest is solved one by one."""
        targets = [key for key, count in self.truth.items() if 0 < count < THRESHOLD]
        if not targets:
            return []
        self._prepare()
        low = np.array([self.truth[key] for key in targets], float)
        high = low.copy()
        chance, stale = np.random.default_rng(1), 0
        while stale < 5 and len(waiting := _narrow(low, high)) > 2:
            signs = chance.choice((-1, 1), len(waiting))
            for turn in (1, -1):
                self._go({targets[n]: turn * sign for n, sign in zip(waiting, signs, strict=True)}, targets, low, high)
            stale = 0 if len(_narrow(low, high)) < len(waiting) else stale + 1
        for number in _narrow(low, high):
            for sign in (1, -1):
                self._go({targets[number]: sign}, targets, low, high)
        return [
            (targets[n], self.truth[targets[n]], ceil(low[n] - 1e-6), floor(high[n] + 1e-6)) for n in _narrow(low, high)
        ]

    def _prepare(self) -> None:
        exact = [(terms, lower) for terms, lower, upper in self.rows if lower == upper]
        spans = [(terms, sign, sign * bound) for terms, *both in self.rows if both[0] != both[1]
                 for sign, bound in zip((-1, 1), both, strict=True)]  # fmt: skip
        self.equal, self.values = self._matrix([terms for terms, _value in exact]), [value for _terms, value in exact]
        signs = np.array([sign for _terms, sign, _bound in spans], float)[:, None]
        self.less = self._matrix([terms for terms, _sign, _bound in spans]).multiply(signs).tocsr() if spans else None
        self.most = [bound for _terms, _sign, bound in spans] or None

    def _matrix(self, rows: Sequence[dict[int, float]]) -> csr_array:
        places = [(row, column, value) for row, terms in enumerate(rows) for column, value in terms.items()]
        row, column, value = zip(*places, strict=True)
        return csr_array((value, (row, column)), shape=(len(rows), len(self.bounds)))

    def _go(self, wanted: dict[Key, int], targets: Sequence[Key], low: Any, high: Any) -> None:
        """Find the farthest point in a direction, and widen what is known to be possible by it."""
        cost = np.zeros(len(self.bounds))
        for key, sign in wanted.items():
            np.add.at(cost, self.parts[key], -sign)
        solved = linprog(
            cost, A_eq=self.equal, b_eq=self.values, A_ub=self.less, b_ub=self.most, bounds=self.bounds, method="highs"
        )
        assert solved.status == 0, solved.message
        counts = [solved.x[self.parts[key]].sum() for key in targets]
        np.minimum(low, counts, out=low)
        np.maximum(high, counts, out=high)


def _narrow(low: Any, high: Any) -> list[int]:
    """Return the positions of counts whose whole numbers lie less than three apart."""
    return [int(n) for n in np.nonzero(np.floor(high + 1e-6) - np.ceil(low - 1e-6) < RANGE)[0]]

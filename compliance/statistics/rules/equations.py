"""What a reader knows of published counts, as linear equations between the cells of all tables of all releases.

The reader knows every number of every release, to how much it was rounded, that no count is below zero, and that months
add up to quarters, quarters to years, cells to totals, and tables of one unit to the same totals.

Source: docs/requirements/statistics.md#attack.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from compliance.statistics.rules.guarded import MIN_SHOWN, is_small, mark_cells
from compliance.statistics.rules.periods import Kind, Month, Period
from compliance.statistics.rules.tables import TOTAL, Index, PublishedTable, Release, Symbol, TableSpec

# More than any count: it ends the search where nothing else bounds a count from above.
ENDLESS = 1_000_000.0

type Truths = Mapping[tuple[str, str], Mapping[Index, int]]
type Terms = dict[int, float]


@dataclass(frozen=True)
class Place:
    """A cell or total of a table of a release."""

    release_id: str
    table_id: str
    index: Index


def get_interval(table: PublishedTable, index: Index) -> tuple[float, float]:
    """Return between what a reader of this number alone knows the count to be, the bounds included."""
    cell = table.cells[index]
    if cell.symbol is Symbol.LOW:
        return 0, MIN_SHOWN - 1
    if cell.value is None:
        return 0, ENDLESS
    if table.rounded_to is None:
        return cell.value, cell.value
    below, above = table.rounded_to // 2, (table.rounded_to - 1) // 2
    return max(MIN_SHOWN, cell.value - below), cell.value + above


def build_equations(releases: Sequence[Release], truths: Truths) -> Iterator["Equations"]:
    """Yield the equations of each unit and each stretch of time that no release reaches across.

    truths: the exact counts with totals of each table, by release and table.
    """
    for months in _stretches(releases):
        of_time = [release for release in releases if months >= set(release.period.months)]
        units = {table.spec.unit: None for release in of_time for table in release.tables}
        for unit in units:
            yield Equations(of_time, truths, unit)


def _stretches(releases: Iterable[Release]) -> list[frozenset[Month]]:
    """Return sets of months such that every release lies in one."""
    found: list[set[Month]] = []
    for release in releases:
        months = set(release.period.months)
        joined = [one for one in found if one & months]
        found = [one for one in found if not one & months]
        found.append(months.union(*joined))
    return [frozenset(one) for one in found]


class Equations:
    """Each cell of each table of each release is a column; totals are rows, and so is each equation between columns.

    bounds: of each column. rows: lower bound, upper bound and terms. terms: the columns that each cell or total is the
    sum of. total_rows: the row of each total.
    """

    def __init__(self, releases: Sequence[Release], truths: Truths, unit: str) -> None:
        self.unit = unit
        self.truths: dict[Place, int] = {}
        self.columns: dict[Place, int] = {}
        self.bounds: list[tuple[float, float]] = []
        self.rows: list[tuple[float, float, Terms]] = []
        self.total_rows: dict[Place, int] = {}
        self.terms: dict[Place, list[int]] = {}
        self._tables = {
            (release.id, table.spec.id): (release, table)
            for release in releases
            for table in release.tables
            if table.spec.unit == unit
        }
        for key in self._tables:
            self._add_columns(key)
            self._add_totals(key, truths[key])
        for one, other in combinations(self._tables, 2):
            if one[0] == other[0]:
                self._link(one, other)
        for key in self._tables:
            for parts in self._list_parts(key):
                self._tie(parts, key)

    def list_guarded(self) -> list[Place]:
        """Return what nobody may find out. Rounded numbers never tell that all of a group are in one class.

        The zero that is hidden beside a small group is not among it: earlier releases may have shown its parts.
        """
        return [
            Place(*key, index)
            for key, (_release, table) in self._tables.items()
            for index in self._mark(table, {index: self.truths[Place(*key, index)] for index in table.cells})
        ]

    def _mark(self, table: PublishedTable, exact: Mapping[Index, int]) -> Iterable[Index]:
        if table.rounded_to is None:
            return [index for index in mark_cells(table.spec, exact) if exact[index]]
        return [index for index, count in exact.items() if is_small(count)]

    def _add_columns(self, key: tuple[str, str]) -> None:
        _release, table = self._tables[key]
        for index in table.spec.cells():
            self.columns[Place(*key, index)] = len(self.columns)
            self.bounds.append(get_interval(table, index))

    def _add_totals(self, key: tuple[str, str], truth: Mapping[Index, int]) -> None:
        _release, table = self._tables[key]
        for index in table.spec.cells_and_totals():
            place = Place(*key, index)
            self.terms[place] = self._list_terms(key, index)
            self.truths[place] = truth[index]
            if TOTAL in index:
                self.total_rows[place] = len(self.rows)
                self.rows.append((*get_interval(table, index), dict.fromkeys(self.terms[place], 1.0)))

    def _list_terms(self, key: tuple[str, str], index: Index) -> list[int]:
        """Return the columns that add up to the cell or total."""
        _release, table = self._tables[key]
        labels = [
            dimension.labels if label == TOTAL else (label,)
            for dimension, label in zip(table.spec.dimensions, index, strict=True)
        ]
        return [self.columns[Place(*key, cell)] for cell in product(*labels)]

    def _link(self, one: tuple[str, str], other: tuple[str, str]) -> None:
        """Tables of one release and unit have the same total, and the same counts of the facts that they share."""
        first, second = self._tables[one][1].spec, self._tables[other][1].spec
        shared = [dimension for dimension in first.dimensions if dimension in second.dimensions]
        for labels in product(*(dimension.labels for dimension in shared)):
            known = {dimension.name: label for dimension, label in zip(shared, labels, strict=True)}
            self._equal([Place(*one, _index(first, known))], Place(*other, _index(second, known)))

    def _list_parts(self, key: tuple[str, str]) -> Iterator[Sequence[str]]:
        """Yield what this table is the sum of: an earlier version, or shorter periods in each of their versions."""
        release_id, table_id = key
        period = self._tables[key][0].period
        versions: dict[Period, list[str]] = {}
        for (other, table), (release, _table) in self._tables.items():
            if table == table_id:
                versions.setdefault(release.period, []).append(other)
        same = versions[period]
        yield from ([other] for other in same[: same.index(release_id)])
        for kind in (Kind.QUARTER, Kind.MONTH):
            inside = [part for part in versions if part.kind is kind and {*part.months} < {*period.months}]
            if {month for part in inside for month in part.months} == {*period.months}:
                yield from product(*(versions[part] for part in inside))

    def _tie(self, parts: Sequence[str], whole: tuple[str, str]) -> None:
        release_id, table_id = whole
        for index in self._tables[whole][1].spec.cells():
            self._equal([Place(part, table_id, index) for part in parts], Place(release_id, table_id, index))

    def _equal(self, places: Sequence[Place], target: Place) -> None:
        """Add the equation, unless late changes of the data have made it wrong."""
        if sum(self.truths[place] for place in places) != self.truths[target]:
            return
        terms: Terms = dict.fromkeys((column for place in places for column in self.terms[place]), 1.0)
        terms |= dict.fromkeys(self.terms[target], -1.0)
        self.rows.append((0.0, 0.0, terms))


def _index(spec: TableSpec, known: Mapping[str, str]) -> Index:
    return tuple(known.get(dimension.name, TOTAL) for dimension in spec.dimensions)

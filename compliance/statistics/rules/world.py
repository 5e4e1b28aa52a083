"""Invented worlds: months of counts from a seed, published one after another as the portal would publish them.

They are for proofs of disclosure control, and nothing of them is believable.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compliance.statistics.rules.disclosure import protect
from compliance.statistics.rules.periods import Kind, Month, Period
from compliance.statistics.rules.table_json import describe_table
from compliance.statistics.rules.tables import Counts, Index, Release, TableSpec

type Row = Mapping[str, str]
type SpecsByKind = Mapping[Kind, Sequence[TableSpec]]


@dataclass(frozen=True)
class World:
    """releases: the oldest first. truths: the exact counts with totals, by release and table."""

    releases: tuple[Release, ...]
    truths: Mapping[tuple[str, str], Mapping[Index, int]]


def make_world(seed: int, months: int, specs: SpecsByKind) -> World:
    """Return a world with some dozens to some hundreds of rows of a unit in a month, and with many small counts."""
    chance = random.Random(seed)  # noqa: S311 — invented counts, not secrets
    first = Month(2024, 1)
    by_month = _make_rows(chance, [_month_after(first, number) for number in range(months)], specs)
    releases: list[Release] = []
    truths: dict[tuple[str, str], Mapping[Index, int]] = {}
    for period in list_periods(list(by_month)):
        rows = {unit: [row for month in period.months for row in by_month[month][unit]] for unit in _units(specs)}
        counts = [count_rows(spec, rows[spec.unit]) for spec in specs[period.kind]]
        truths |= {(period.code, one.spec.id): one.with_totals() for one in counts}
        releases.append(protect(period.code, period, counts, earlier=releases, truths=truths))
    return World(tuple(releases), truths)


def list_periods(months: Sequence[Month]) -> Iterator[Period]:
    """Yield the months, and each quarter and year once its last month is there."""
    for month in months:
        yield Period(Kind.MONTH, month.year, month.number)
        for period in (Period(Kind.QUARTER, month.year, (month.number + 2) // 3), Period(Kind.YEAR, month.year)):
            if period.months[-1] == month and {*period.months} <= {*months}:
                yield period


def count_rows(spec: TableSpec, rows: Sequence[Row]) -> Counts:
    counted = Counter(tuple(row[dimension.name] for dimension in spec.dimensions) for row in rows)
    return Counts(spec, counted)


def _units(specs: SpecsByKind) -> list[str]:
    return list(dict.fromkeys(spec.unit for of_kind in specs.values() for spec in of_kind))


def _make_rows(chance: random.Random, months: Sequence[Month], specs: SpecsByKind) -> dict[Month, dict[str, list[Row]]]:
    """Give each unit a size and each label a weight; a few labels take most of the rows, most take hardly any."""
    found: dict[Month, dict[str, list[Row]]] = {month: {} for month in months}
    for unit in _units(specs):
        dimensions = {
            dimension.name: dimension.labels
            for of_kind in specs.values()
            for spec in of_kind
            if spec.unit == unit
            for dimension in spec.dimensions
        }
        weights = {name: [chance.paretovariate(0.8) for _label in labels] for name, labels in dimensions.items()}
        size = chance.choice((40, 120, 300, 900))
        for month in months:
            number = max(0, round(chance.gauss(size, size**0.5)))
            found[month][unit] = [
                {name: chance.choices(labels, weights[name])[0] for name, labels in dimensions.items()}
                for _row in range(number)
            ]
    return found


def _month_after(first: Month, number: int) -> Month:
    years, rest = divmod(first.number - 1 + number, 12)
    return Month(first.year + years, rest + 1)


def write_world(world: World, threshold: int) -> dict[str, object]:
    """Return the world as plain data for JSON: what would be published, and beside it the exact counts."""
    return {
        "threshold": threshold,
        "releases": [
            {
                "id": release.id,
                "kind": release.period.kind.value,
                "period": release.period.code,
                "tables": [describe_table(table, world.truths[release.id, table.spec.id]) for table in release.tables],
            }
            for release in world.releases
        ],
    }

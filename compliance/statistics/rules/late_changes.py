"""Numbers that would tell of a few late cases: whoever subtracts an earlier release from a later one counts these.

See docs/requirements/statistics.md#late-changes.
"""

from collections.abc import Iterator, Sequence
from itertools import product

from compliance.statistics.rules.equations import Truths
from compliance.statistics.rules.guarded import is_small
from compliance.statistics.rules.periods import Kind, Period
from compliance.statistics.rules.tables import Counts, Index, PublishedTable, Reason, Release

# Releases that are added up and, where the sign is -1, subtracted: together they say the period.
type View = Sequence[tuple[int, Release]]


def mark_changes(
    period: Period, counts: Sequence[Counts], earlier: Sequence[Release], truths: Truths
) -> dict[tuple[str, Index], Reason]:
    """Return the numbers that differ by less than 5 from what was published, and changed ones that were hidden.

    earlier: everything published before; months are rounded, and tell of no small change.
    """
    exact = [release for release in earlier if release.period.kind is not Kind.MONTH]
    marks: dict[tuple[str, Index], Reason] = {}
    for view in _list_views(period, exact):
        for one in counts:
            tables = [(sign, release, _find_table(release, one.spec.id)) for sign, release in view]
            if all(table for _sign, _release, table in tables):
                changed = _list_changed(one, tables, truths)
                marks |= {(one.spec.id, index): Reason.CHANGE for index in changed}
    return marks


def _list_views(period: Period, earlier: Sequence[Release]) -> Iterator[View]:
    """Yield each way to work the period out: an earlier version; quarters of a year; a year without other quarters."""
    versions: dict[Period, list[Release]] = {}
    for release in earlier:
        versions.setdefault(release.period, []).append(release)
    yield from ([(1, release)] for release in versions.get(period, []))
    quarters = [Period(Kind.QUARTER, period.year, number) for number in range(1, 5)]
    signs = dict.fromkeys(quarters, 1)
    if period.kind is Kind.QUARTER:
        del signs[period]
        signs = {Period(Kind.YEAR, period.year): 1, **dict.fromkeys(signs, -1)}
    for chosen in product(*(versions.get(part, []) for part in signs)):
        yield list(zip(signs.values(), chosen, strict=True))


def _find_table(release: Release, table_id: str) -> PublishedTable | None:
    return next((table for table in release.tables if table.spec.id == table_id), None)


def _list_changed(
    counts: Counts, tables: Sequence[tuple[int, Release, PublishedTable | None]], truths: Truths
) -> Iterator[Index]:
    for index, count in counts.with_totals().items():
        before = sum(sign * truths[release.id, counts.spec.id][index] for sign, release, _table in tables)
        is_public = all(table is not None and table.cells[index].value is not None for _sign, _release, table in tables)
        if count != before and (is_small(abs(count - before)) if is_public else len(tables) == 1):
            yield index

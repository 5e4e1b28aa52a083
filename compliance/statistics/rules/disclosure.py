"""Disclosure control: what of exact counts may be published.

Months are rounded to 5, and what is below 5 is said to be low. Quarters and years are exact, and hide counts from 1 to
4 together with as many others as it takes that neither totals, nor other tables, nor earlier releases give them away.

Source: docs/requirements/statistics.md#disclosure-control.
"""

from collections.abc import Mapping, Sequence, Set

from compliance.statistics.rules.attack import System, build_systems
from compliance.statistics.rules.equations import Place, Truths
from compliance.statistics.rules.guarded import MIN_SHOWN, Marks, list_lines, mark_cells
from compliance.statistics.rules.late_changes import mark_changes
from compliance.statistics.rules.periods import Kind, Period
from compliance.statistics.rules.tables import TOTAL, Cell, Counts, Index, PublishedTable, Reason, Release, Symbol

ROUNDED_TO = 5

type Hidden = Set[tuple[str, Index]]


def round_half_up(count: int, to: int = ROUNDED_TO) -> int:
    """Return the nearest multiple, the upper one where two are as near."""
    return (2 * count + to) // (2 * to) * to


def protect(
    release_id: str,
    period: Period,
    counts: Sequence[Counts],
    *,
    earlier: Sequence[Release] = (),
    truths: Truths | None = None,
    marks: Mapping[tuple[str, Index], Reason] | None = None,
) -> Release:
    """Return the release of a period.

    earlier: everything published before, the oldest first. truths: the exact counts with totals of those releases.
    marks: cells that are hidden for a reason of their own, by table and index; quarters and years only.
    """
    exact = {one.spec.id: one.with_totals() for one in counts}
    known = {**(truths or {}), **{(release_id, table): cells for table, cells in exact.items()}}
    if period.kind is Kind.MONTH:
        return _protect_by_rounding(release_id, period, counts, earlier, known)
    return _protect_by_suppression(release_id, period, counts, earlier, known, marks or {})


def _protect_by_rounding(
    release_id: str, period: Period, counts: Sequence[Counts], earlier: Sequence[Release], truths: Truths
) -> Release:
    """Round every count and total for itself. A table from which a count could be worked out is not published."""
    tables = {one.spec.id: _round(one) for one in counts}
    while chosen := _choose_tables(Release(release_id, period, (*tables.values(),)), earlier, truths):
        for table_id in chosen:
            table = tables[table_id]
            hidden = Cell(None, Symbol.NOT_AVAILABLE, Reason.COMPLEMENTARY)
            tables[table_id] = PublishedTable(table.spec, dict.fromkeys(table.cells, hidden), ROUNDED_TO)
    return Release(release_id, period, (*tables.values(),))


def _round(counts: Counts) -> PublishedTable:
    cells = {
        index: Cell(round_half_up(count)) if count >= MIN_SHOWN else Cell(None, Symbol.LOW, Reason.SMALL)
        for index, count in counts.with_totals().items()
    }
    return PublishedTable(counts.spec, cells, ROUNDED_TO)


def _choose_tables(release: Release, earlier: Sequence[Release], truths: Truths) -> set[str]:
    """Return the tables of the month that give something away: of what is exposed, else all of its unit."""
    shown = {table.spec.id: table.spec.unit for table in release.tables if not table.is_withheld}
    chosen: set[str] = set()
    for system in build_systems([*earlier, release], truths):
        for table_id in {exposure.place.table_id for exposure in system.find_exposed(system.guarded)}:
            of_unit = {other for other, unit in shown.items() if unit == system.unit}
            chosen |= {table_id} if table_id in shown else of_unit
    return chosen


def _protect_by_suppression(
    release_id: str,
    period: Period,
    counts: Sequence[Counts],
    earlier: Sequence[Release],
    truths: Truths,
    marks: Mapping[tuple[str, Index], Reason],
) -> Release:
    hidden = {one.spec.id: mark_cells(one.spec, one.with_totals()) for one in counts}
    changes = mark_changes(period, counts, earlier, truths)
    for (table_id, index), reason in [*marks.items(), *changes.items()]:
        hidden[table_id].setdefault(index, reason)
    before = _list_hidden_before(period, earlier)
    for one in counts:
        complete_lines(one, hidden[one.spec.id], before)
    release = _publish(release_id, period, counts, hidden)
    for system in build_systems([*earlier, release], truths):
        _hide_until_safe(system, release_id, hidden, before)
    return _publish(release_id, period, counts, hidden)


def _publish(
    release_id: str, period: Period, counts: Sequence[Counts], hidden: Mapping[str, Mapping[Index, Reason]]
) -> Release:
    tables = []
    for one in counts:
        of_table = hidden[one.spec.id]
        cells = {
            index: Cell(None, Symbol.CONFIDENTIAL, of_table[index]) if index in of_table else Cell(count)
            for index, count in one.with_totals().items()
        }
        tables.append(PublishedTable(one.spec, cells))
    return Release(release_id, period, tuple(tables))


def _list_hidden_before(period: Period, earlier: Sequence[Release]) -> Hidden:
    """Return what quarters of the same year hide. Hidden again it costs little, and hiding others would not help."""
    return {
        (table.spec.id, index)
        for release in earlier
        if release.period.kind is not Kind.MONTH and release.period.year == period.year
        for table in release.tables
        for index, cell in table.cells.items()
        if cell.symbol is Symbol.CONFIDENTIAL
    }


def complete_lines(counts: Counts, marks: Marks, before: Hidden = frozenset()) -> None:
    """Hide a second number in each line that hides exactly one.

    It is one that was hidden before, else the smallest; a total or a zero only for want of another.
    """
    exact = counts.with_totals()
    changed = True
    while changed:
        changed = False
        for line in list_lines(counts.spec):
            shown = [index for index in line if index not in marks]
            if len(line) - len(shown) == 1 and shown:
                marks[min(shown, key=lambda index: _cost(counts.spec.id, index, exact[index], before))] = (
                    Reason.COMPLEMENTARY
                )
                changed = True


def _cost(table_id: str, index: Index, count: int, before: Hidden) -> tuple[bool, bool, int, int]:
    """Order numbers by how much a reader loses without them."""
    return (table_id, index) not in before, count == 0, index.count(TOTAL), count


def _hide_until_safe(system: System, release_id: str, hidden: Mapping[str, Marks], before: Hidden) -> None:
    """Hide more of this release until nothing that is guarded, of any release, is exposed."""
    marked = [
        place
        for table_id, marks in hidden.items()
        for index, reason in marks.items()
        if reason not in {Reason.SMALL, Reason.CLASS, Reason.COMPLEMENTARY}
        and (place := Place(release_id, table_id, index)) in system.truths
    ]
    targets = [*system.guarded, *(place for place in marked if place not in system.guarded)]
    waiting = targets
    while exposed := system.find_exposed(waiting):
        waiting = [one.place for one in exposed]
        for place in waiting:
            if not _hide_one(system, place, release_id, hidden, before):
                waiting = [one for one in waiting if one != place]
    _show_again(system, release_id, hidden, targets)


def _show_again(system: System, release_id: str, hidden: Mapping[str, Marks], targets: Sequence[Place]) -> None:
    """Show what was hidden on the way to safety and is not needed for it, totals and large numbers first."""
    known = {one.place for one in system.find_exposed(targets)}
    kept = [place for place in targets if place not in known]
    added = [
        Place(release_id, table_id, index)
        for table_id, marks in hidden.items()
        for index, reason in marks.items()
        if reason is Reason.COMPLEMENTARY and Place(release_id, table_id, index) in system.truths
    ]
    suspects: list[Place] = []
    for place in sorted(added, key=lambda one: (one.index.count(TOTAL), system.truths[one]), reverse=True):
        if system.is_safe_to_show(place, kept, suspects):
            del hidden[place.table_id][place.index]


def _hide_one(system: System, place: Place, release_id: str, hidden: Mapping[str, Marks], before: Hidden) -> bool:
    """Hide the number that costs least among those that decide the range; return whether there was one."""
    decisive = [
        one
        for one in system.get_decisive_places(place)
        if one.release_id == release_id and one.index not in hidden[one.table_id]
    ]
    if not decisive:
        return False
    chosen = min(
        decisive,
        key=lambda one: (*_cost(one.table_id, one.index, system.truths[one], before), one.table_id, one.index),
    )
    hidden[chosen.table_id][chosen.index] = Reason.COMPLEMENTARY
    system.hide(chosen)
    return True

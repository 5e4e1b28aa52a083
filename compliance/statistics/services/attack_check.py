"""The attack on a prepared release: what a reader could work out from it and from all that is public beside it.

See docs/requirements/statistics.md#attack.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from compliance.statistics.rules import attack
from compliance.statistics.rules.building import BuiltRelease, get_truths
from compliance.statistics.rules.equations import ENDLESS, Place
from compliance.statistics.rules.tables import Cell

type Row = dict[str, Any]

PROGRESS_EVERY = 25


@dataclass(frozen=True)
class AttackResult:
    """Rows for the page of the release: each has release, table, index, lower and upper; upper is None without end.

    hidden: every hidden cell of the release, with its reason. exposed: cells of any release that a reader can pin down.
    """

    hidden: list[Row]
    exposed: list[Row]


def _nothing(_checked: int, _to_check: int) -> None:
    pass


def attack_release(
    built: BuiltRelease, beside: Sequence[BuiltRelease], *, on_progress: Callable[[int, int], None] = _nothing
) -> AttackResult:
    """Attack a release together with those beside it.

    on_progress: called now and then with how many hidden numbers are checked, and how many there are.
    """
    releases = [*beside, built]
    tables, truths = [each.release for each in releases], get_truths(releases)
    cells = {
        Place(built.release.id, table.spec.id, index): cell
        for table in built.release.tables
        for index, cell in table.cells.items()
        if cell.value is None
    }
    on_progress(0, len(cells))
    exposed = attack.find_exposed(tables, truths)
    hidden: list[Row] = []
    for system in attack.build_systems(tables, truths):
        for place in system.places:
            if place in cells:
                if len(hidden) % PROGRESS_EVERY == 0:
                    on_progress(len(hidden), len(cells))
                hidden.append(_describe(place, *system.get_bounds(place), cell=cells[place]))
    return AttackResult(hidden, [_describe(found.place, found.lower, found.upper) for found in exposed])


def _describe(place: Place, lower: float, upper: float, *, cell: Cell | None = None) -> Row:
    row: Row = {
        "release": place.release_id,
        "table": place.table_id,
        "index": list(place.index),
        "lower": round(lower),
        "upper": None if upper >= ENDLESS / 2 else round(upper),
    }
    return row if cell is None else row | {"reason": cell.reason.value}

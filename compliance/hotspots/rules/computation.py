"""What the contacts of nine quarters say of places, by selection: all of them, and the larger kinds and sectors."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from compliance.hotspots.rules.analysis import PERMUTATIONS, REPLICATIONS, Area, Result, analyse
from compliance.hotspots.rules.contacts import ALL, Event, Selection, rank_selections
from compliance.hotspots.rules.disclosure import Figures, Told, get_figures, settle
from compliance.statistics.rules.changes import QUARTERS_BEFORE

MIN_EVENTS = 30
MAX_ANALYSES = 12


def compute_results(
    events: Sequence[Event],
    areas: Sequence[Area],
    neighbours: Sequence[Sequence[int]],
    *,
    shown: Mapping[Selection, Mapping[str, Told]] = MappingProxyType({}),
    permutations: int = PERMUTATIONS,
    replications: int = REPLICATIONS,
) -> dict[Selection, Result]:
    """Return what may be shown of each selection. The same events give the same results, in whatever order.

    shown: what the last computation of the same quarter showed.
    """
    now, *before = (
        get_figures([event for event in events if event.quarter == quarter], councils=len(areas))
        for quarter in range(QUARTERS_BEFORE + 1)
    )
    results = {}
    for selection, is_enough in choose_selections(events).items():
        results[selection] = Result(is_refused=True)
        if is_enough:
            results[selection] = analyse(
                settle(now[selection], shown.get(selection, {})),
                [figures.get(selection, Figures()) for figures in before],
                areas,
                neighbours,
                permutations=permutations,
                replications=replications,
            )
    return results


def choose_selections(events: Sequence[Event]) -> dict[Selection, bool]:
    """Return all together first, then the largest selections of the quarter; and whether each has 30 contacts."""
    ranked = rank_selections([event for event in events if event.quarter == 0])
    enough = [selection for selection, count in ranked.items() if selection != ALL and count >= MIN_EVENTS]
    return {ALL: ranked[ALL] >= MIN_EVENTS} | dict.fromkeys(enough[: MAX_ANALYSES - 1], True)

"""Numbers that are hidden for another reason than being small: one organisation's, or of a force with few cases.

See docs/requirements/statistics.md#dominance, docs/requirements/statistics.md#force-areas.
"""

from collections.abc import Mapping, Sequence

from compliance.statistics.rules.counting import find_dominated
from compliance.statistics.rules.extract import UnitRows
from compliance.statistics.rules.periods import Kind, Period
from compliance.statistics.rules.rule_set import RuleSet
from compliance.statistics.rules.tables import TOTAL, Counts, Index, Reason

POLICE_FORCE = "police_force"
# A force area with fewer cases in the year is shown beside nothing else. Without any, there is nothing to hide.
MIN_OF_FORCE = 30


def find_marks(
    extract: Mapping[str, UnitRows], counts: Sequence[Counts], rules: RuleSet, period: Period
) -> dict[tuple[str, Index], Reason]:
    """Return the cells to hide by table and index. Months are rounded instead and hide nothing for these reasons."""
    if period.kind is Kind.MONTH:
        return {}
    dominated = find_dominated(extract, rules, period)
    marks = {(table, index): Reason.DOMINANCE for table, indices in dominated.items() for index in sorted(indices)}
    for table in counts:
        marks |= {(table.spec.id, index): Reason.FEW_IN_FORCE for index in _cells_of_small_forces(table)}
    return marks


def _cells_of_small_forces(counts: Counts) -> list[Index]:
    names = [dimension.name for dimension in counts.spec.dimensions]
    if POLICE_FORCE not in names or len(names) == 1:
        return []
    position = names.index(POLICE_FORCE)
    exact = counts.with_totals()
    return [
        index
        for index in counts.spec.cells()
        if 0 < exact[tuple(label if place == position else TOTAL for place, label in enumerate(index))] < MIN_OF_FORCE
    ]

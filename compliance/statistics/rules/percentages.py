"""Percentages of published numbers: whole, of 20 or more, and of nothing that is hidden.

They are worked out from what is published and from nothing else, so they tell no more than it does.

See docs/requirements/statistics.md#percentages.
"""

from compliance.statistics.rules.tables import TOTAL, Cell, Index, PublishedTable

MIN_DENOMINATOR = 20
# One thing counts in several rows of these, so a part of them says nothing.
OVERLAPPING_UNITS = frozenset({"signs"})


def get_percent(part: Cell, whole: Cell) -> int | None:
    """Return the part in percent of the whole, halves rounded up; None where either is hidden or the whole is small."""
    if part.value is None or whole.value is None or whole.value < MIN_DENOMINATOR:
        return None
    return _round(part.value, whole.value)


def get_change(before: Cell, after: Cell) -> int | None:
    """Return by how many percent a number rose or, below zero, fell. Both have to be shown, and both be 20 or more."""
    if before.value is None or after.value is None or min(before.value, after.value) < MIN_DENOMINATOR:
        return None
    change = _round(abs(after.value - before.value), before.value)
    return change if after.value >= before.value else -change


def find_largest(table: PublishedTable, *, besides: frozenset[str]) -> Index | None:
    """Return the cell of a table of one dimension whose number is larger than every other, or None.

    besides: labels that are no group of their own, such as "not known". None too where what is hidden could be larger,
    where two are as large, and where numbers overlap.
    """
    if len(table.spec.dimensions) != 1 or table.spec.unit in OVERLAPPING_UNITS:
        return None
    total = table.cells[(TOTAL,)].value
    named = {index: table.cells[index] for index in table.spec.cells() if index[0] not in besides}
    shown = sorted((index for index in named if named[index].value), key=lambda index: -(named[index].value or 0))
    if not shown or total is None:
        return None
    first, second = ((named[index].value or 0) for index in (*shown[:2], *shown[:1])[:2])
    if len(shown) > 1 and first == second:
        return None
    hidden = [index for index in table.spec.cells() if table.cells[index].value is None]
    return shown[0] if not hidden or first > _most_hidden(table, total) else None


def _most_hidden(table: PublishedTable, total: int) -> int:
    """Return the most that one hidden cell could be: what is missing of the total, or what is below a rounded 5."""
    if table.rounded_to is not None:
        return table.rounded_to
    return total - sum(table.cells[index].value or 0 for index in table.spec.cells())


def _round(part: int, whole: int) -> int:
    return (200 * part + whole) // (2 * whole)

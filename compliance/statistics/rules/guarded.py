"""What nobody may find out: a count from 1 to 4, and that everybody in a small group is in one class.

Source: docs/requirements/statistics.md#disclosure-control.
"""

from collections.abc import Iterator, Mapping

from compliance.statistics.rules.tables import Index, Reason, TableSpec

MIN_SHOWN = 5
# A group smaller than this whose members are all in one class is told about each of them.
SMALL_GROUP = 10

type Marks = dict[Index, Reason]


def is_small(count: int) -> bool:
    return 0 < count < MIN_SHOWN


def mark_cells(spec: TableSpec, exact: Mapping[Index, int]) -> Marks:
    """Return the cells and totals from 1 to 4, and those that tell of a small group that all are in one class.

    Of such a group a zero is hidden too: otherwise the zeros would tell it. exact: with totals.
    """
    marks: Marks = {index: Reason.SMALL for index, count in exact.items() if is_small(count)}
    for *cells, total in list_lines(spec):
        filled = [index for index in cells if exact[index]]
        if MIN_SHOWN <= exact[total] < SMALL_GROUP and len(filled) == 1 and len(cells) > 1:
            for index in (filled[0], next(index for index in cells if index not in filled)):
                marks.setdefault(index, Reason.CLASS)
    return marks


def list_lines(spec: TableSpec) -> Iterator[list[Index]]:
    """Yield each line of cells that add up to its total, which is the last of it; lines of the last dimension first."""
    for position in reversed(range(len(spec.dimensions))):
        starts = {(*index[:position], *index[position + 1 :]): None for index in spec.cells_and_totals()}
        for rest in starts:
            yield [(*rest[:position], label, *rest[position:]) for label in spec.dimensions[position].with_total]

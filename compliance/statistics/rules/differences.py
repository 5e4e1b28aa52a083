"""What is different between two releases of one kind, cell by cell."""

from collections.abc import Iterator
from dataclasses import dataclass

from compliance.statistics.rules.tables import Cell, Index, PublishedTable, Release


@dataclass(frozen=True)
class Difference:
    """before: None where the earlier release has no such cell."""

    table_id: str
    index: Index
    before: Cell | None
    after: Cell

    @property
    def change(self) -> int | None:
        """Return the change of the number; None where one of the two is hidden."""
        if self.before is None or self.before.value is None or self.after.value is None:
            return None
        return self.after.value - self.before.value


def compare(before: Release, after: Release) -> Iterator[Difference]:
    """Yield each cell and total of `after` that reads otherwise than in `before`."""
    earlier = {table.spec.id: table for table in before.tables}
    for table in after.tables:
        yield from _compare_table(earlier.get(table.spec.id), table)


def _compare_table(before: PublishedTable | None, after: PublishedTable) -> Iterator[Difference]:
    for index, cell in after.cells.items():
        earlier = before.cells.get(index) if before else None
        if earlier is None or (earlier.value, earlier.symbol) != (cell.value, cell.symbol):
            yield Difference(after.spec.id, index, earlier, cell)

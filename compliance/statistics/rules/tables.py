"""Tables of counts, as they are counted and as they are published.

A table has one or two dimensions (three at most). Its labels are fixed by the rule set, so the table of a quarter has
the labels of its months, and every count is the sum of what it is made of.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product

from compliance.statistics.rules.periods import Period

TOTAL = "total"
type Index = tuple[str, ...]


@dataclass(frozen=True)
class Dimension:
    """name: of the fact, such as exploitation. labels: codes of its groups in order, the total not among them."""

    name: str
    labels: tuple[str, ...]

    @property
    def with_total(self) -> tuple[str, ...]:
        return (*self.labels, TOTAL)


@dataclass(frozen=True)
class TableSpec:
    """What a table counts. unit: contacts, cases, people or referrals; tables of one unit share their totals."""

    id: str
    unit: str
    dimensions: tuple[Dimension, ...]

    def cells(self) -> Iterator[Index]:
        """Yield the index of each cell without totals, the last dimension fastest."""
        return product(*(dimension.labels for dimension in self.dimensions))

    def cells_and_totals(self) -> Iterator[Index]:
        return product(*(dimension.with_total for dimension in self.dimensions))


@dataclass(frozen=True)
class Counts:
    """Exact counts of one table in one period. cells: a number for each cell; what is missing is 0."""

    spec: TableSpec
    cells: Mapping[Index, int]

    def with_totals(self) -> dict[Index, int]:
        """Return every cell and total, in the order of cells_and_totals()."""
        found = dict.fromkeys(self.spec.cells_and_totals(), 0)
        for index, count in self.cells.items():
            for target in product(*((label, TOTAL) for label in index)):
                found[target] += count
        return found


class Symbol(StrEnum):
    """Why a cell has no number, as the Government Analysis Function writes it."""

    NONE = ""
    CONFIDENTIAL = "c"
    LOW = "low"
    NOT_APPLICABLE = "z"
    NOT_AVAILABLE = "x"


class Reason(StrEnum):
    """Why a number is hidden. Staff read it; it is never published."""

    NONE = ""
    SMALL = "small"
    COMPLEMENTARY = "complementary"
    CLASS = "class"
    DOMINANCE = "dominance"
    FEW_IN_FORCE = "few_in_force"
    CHANGE = "change"


@dataclass(frozen=True)
class Cell:
    """A cell or total as it is published. value: None where a symbol stands."""

    value: int | None
    symbol: Symbol = Symbol.NONE
    reason: Reason = Reason.NONE


@dataclass(frozen=True)
class PublishedTable:
    """cells: every cell and total. rounded_to: 5 where every number is rounded, None where numbers are exact."""

    spec: TableSpec
    cells: Mapping[Index, Cell]
    rounded_to: int | None = None

    @property
    def is_withheld(self) -> bool:
        """Return whether no number of it is published, since any could give a small count away."""
        return all(cell.symbol is Symbol.NOT_AVAILABLE for cell in self.cells.values())


@dataclass(frozen=True)
class Release:
    """Tables of one period as published. id: unique among releases, such as 2026-03 or 2026-q1-2 for a revision."""

    id: str
    period: Period
    tables: tuple[PublishedTable, ...] = field(default=())

"""How many people a case may be about: never a confirmed number, and never the same people twice.

Several contacts may describe the same people. So a case has at least as many people as its largest group, and at most
as many as all its groups together. Source: docs/decisions/0005-small-numbers.md.

See docs/requirements/helpline.md#merged-cases.
"""

from collections.abc import Iterable
from dataclasses import dataclass

EXACT, MINIMUM, RANGE = "exact", "minimum", "range"


@dataclass(frozen=True)
class Described:
    """One group of people as somebody described it. mode: a code of pv_count_mode."""

    mode: str
    least: int | None
    most: int | None

    @property
    def highest(self) -> int | None:
        """Return the number that the group cannot exceed, or None where nobody gave one."""
        if self.mode == EXACT:
            return self.least
        return self.most if self.mode == RANGE else None


@dataclass(frozen=True)
class PeopleCount:
    """most is None where nobody gave a number that cannot be exceeded."""

    least: int = 0
    most: int | None = None


@dataclass(frozen=True)
class PeopleTotal:
    """The people of several cases. most: of the cases with a highest number only; open_ended: how many have none."""

    cases: int
    least: int
    most: int
    open_ended: int


def count_people(groups: Iterable[Described], *, includes_teller: bool) -> PeopleCount:
    """Return the lowest and the highest number of people in one case.

    includes_teller: somebody told us of themselves, so there is at least one person.
    """
    described = list(groups)
    least = max((group.least or 0 for group in described), default=0)
    least = max(least, int(includes_teller))
    highest = [group.highest for group in described]
    if not highest or None in highest:
        return PeopleCount(least)
    return PeopleCount(least, max(least, sum(number for number in highest if number is not None)))


def add_counts(counts: Iterable[PeopleCount]) -> PeopleTotal:
    """Return the total of cases that are different situations."""
    rows = list(counts)
    known = [row.most for row in rows if row.most is not None]
    return PeopleTotal(len(rows), sum(row.least for row in rows), sum(known), len(rows) - len(known))

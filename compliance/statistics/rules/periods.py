"""Months, quarters and years, and which months each is made of."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month. number: 1 to 12."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"


@dataclass(frozen=True)
class Period:
    """A month, quarter or calendar year. number: 1 to 12 of a month, 1 to 4 of a quarter, 0 of a year."""

    kind: Kind
    year: int
    number: int = 0

    @property
    def code(self) -> str:
        """Return 2026-03, 2026-q1 or 2026."""
        if self.kind is Kind.YEAR:
            return str(self.year)
        return f"{self.year}-{self.number:02d}" if self.kind is Kind.MONTH else f"{self.year}-q{self.number}"

    @property
    def months(self) -> tuple[Month, ...]:
        if self.kind is Kind.MONTH:
            return (Month(self.year, self.number),)
        first, count = (3 * self.number - 2, 3) if self.kind is Kind.QUARTER else (1, 12)
        return tuple(Month(self.year, number) for number in range(first, first + count))


def parse_period(code: str) -> Period:
    """Read 2026-03, 2026-q1 or 2026.

    Raises ValueError for anything else.
    """
    year, _dash, rest = code.partition("-")
    if len(year) != 4 or not year.isdecimal() or not year.isascii():
        raise ValueError(code)
    found = Period(Kind.YEAR, int(year))
    if rest.startswith("q"):
        found = Period(Kind.QUARTER, int(year), int(rest[1:]))
    elif rest:
        found = Period(Kind.MONTH, int(year), int(rest))
    numbers = {Kind.YEAR: (0,), Kind.QUARTER: range(1, 5), Kind.MONTH: range(1, 13)}
    if found.code != code or found.number not in numbers[found.kind]:
        raise ValueError(code)
    return found

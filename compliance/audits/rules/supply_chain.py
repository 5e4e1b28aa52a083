"""The figures of the supply-chain dashboard: what they are made of, and their shares. Pure.

See docs/requirements/suppliers.md#supply-chain-dashboard.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from compliance.audits.rules.dates import add_months

FRESH_MONTHS, MAX_MONTHS = 12, 24


class AuditAge(StrEnum):
    """How old the latest audit of a supplier is."""

    FRESH = "fresh"
    AGEING = "ageing"
    EXPIRED = "expired"
    NEVER = "never"


class StatementState(StrEnum):
    """What is known of a supplier's statement."""

    FOUND = "found"
    LATE = "late"
    POSSIBLE = "possible"
    MISSING = "missing"
    UNKNOWN = "unknown"


COVERED = (AuditAge.FRESH, AuditAge.AGEING)


@dataclass(slots=True)
class Cover:
    """How many suppliers, and how much spend in pence, by the age of the latest audit."""

    suppliers: dict[AuditAge, int] = field(default_factory=dict)
    spend: dict[AuditAge, int] = field(default_factory=dict)

    def add(self, age: AuditAge, suppliers: int, spend: int) -> None:
        self.suppliers[age] = self.suppliers.get(age, 0) + suppliers
        self.spend[age] = self.spend.get(age, 0) + spend

    @property
    def total(self) -> int:
        return sum(self.suppliers.values())

    @property
    def total_spend(self) -> int:
        return sum(self.spend.values())

    @property
    def covered(self) -> int:
        """Return how many suppliers have an audit of the last 24 months."""
        return sum(self.suppliers.get(age, 0) for age in COVERED)

    @property
    def covered_spend(self) -> int:
        return sum(self.spend.get(age, 0) for age in COVERED)


@dataclass(frozen=True, slots=True)
class Actions:
    """Open actions, and those that are overdue by how many days."""

    open: int = 0
    late_month: int = 0
    late_quarter: int = 0
    late_longer: int = 0
    undated: int = 0

    @property
    def late(self) -> int:
        return self.late_month + self.late_quarter + self.late_longer


@dataclass(frozen=True, slots=True)
class Workers:
    """The latest worker figures of all sites added up; None where no site gave the number. sites: that gave a total."""

    sites: int = 0
    all_sites: int = 0
    total: int | None = None
    women: int | None = None
    migrant: int | None = None
    agency: int | None = None
    young: int | None = None
    housed: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happens in a supply chain: this month until now, and in the whole month before."""

    code: str
    now: int
    before: int


def get_percent(part: float, whole: float) -> int:
    """Return a part in whole percent; 0 and 100 only where it is none and all."""
    if not whole:
        return 0
    percent = round(100 * part / whole)
    return min(max(percent, 1), 99) if 0 < part < whole else percent


def get_first_days(today: date) -> tuple[date, date]:
    """Return the first days of audits of the last 12, and of the last 24 months."""
    return add_months(today, -FRESH_MONTHS), add_months(today, -MAX_MONTHS)


def get_statement_state(
    *, number_year: int, name_year: int, is_confirmed: bool, is_refused: bool, has_number: bool, today: date
) -> StatementState:
    """Return what is known of a statement: a year of 0 is none. Late: its newest is older than last year's.

    number_year: found by company number. name_year: found by name, which a person confirmed, refused, or has not seen.
    """
    named = 0 if is_refused else name_year
    year = max(number_year, named if is_confirmed else 0)
    if year:
        return StatementState.FOUND if year >= today.year - 1 else StatementState.LATE
    if named:
        return StatementState.POSSIBLE
    return StatementState.MISSING if has_number else StatementState.UNKNOWN


def sum_covers(covers: Iterable[Cover]) -> Cover:
    """Return the suppliers and the spend of all together."""
    together = Cover()
    for cover in covers:
        for age in AuditAge:
            together.add(age, cover.suppliers.get(age, 0), cover.spend.get(age, 0))
    return together


@dataclass(frozen=True, slots=True)
class SupplyChain:
    """All that the dashboard shows. covers: by risk band, "" for suppliers without a score.

    opened, closed: findings by grade and month.
    """

    today: date
    covers: Mapping[str, Cover]
    actions: Actions
    opened: Mapping[tuple[str, str], int]
    closed: Mapping[tuple[str, str], int]
    statements: Mapping[StatementState, int]
    workers: Workers
    changes: tuple[Change, ...]

    @property
    def cover(self) -> Cover:
        return sum_covers(self.covers.values())

"""The rows of a business's registers as plain values. Every id is the row's public one, as text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from compliance.organisations.rules.training import CourseCompletions


@dataclass(frozen=True)
class SupplierRow:
    """tiers: of all that is bought from it; 0 is not known."""

    id: str
    name: str
    country: str
    tiers: frozenset[int] = frozenset()
    sectors: frozenset[str] = frozenset()

    @property
    def tier(self) -> int:
        """Return the nearest tier that is known; 0 where none is."""
        return min(self.tiers - {0}, default=0)


@dataclass(frozen=True)
class ControlRow:
    kind: str
    held_on: date
    is_confirmed: bool


@dataclass(frozen=True)
class SiteRow:
    """band: of the risk that remains, empty where none is worked out. workers: the latest count of each group."""

    id: str
    name: str
    supplier: str
    country: str = ""
    sector: str = ""
    band: str = ""
    workers: Mapping[str, int] = field(default_factory=dict)
    controls: Sequence[ControlRow] = ()


@dataclass(frozen=True)
class AuditRow:
    """interviewed: workers that the auditor spoke with, 0 where it is not told."""

    id: str
    ref: str
    site: str
    scheme: str
    announcement: str
    commissioned_by: str
    ended_on: date
    status: str
    kind: str = ""
    is_stub: bool = False
    workers: int = 0
    interviewed: int = 0


@dataclass(frozen=True)
class FindingRow:
    """has_alert: an A-alert about it is open, so that few may see what it is."""

    id: str
    ref: str
    audit: str
    grade: str
    issue_code: str
    status: str
    indicators: tuple[str, ...] = ()
    carried_from: str = ""
    has_alert: bool = False


@dataclass(frozen=True)
class ActionRow:
    id: str
    label: str
    finding: str
    audit: str
    status: str
    due_on: date | None


@dataclass(frozen=True)
class FeesRow:
    """What workers paid for their jobs and got back, by the finding. Whole units of the currency."""

    finding: str
    ref: str
    audit: str
    currency: str
    owed: int
    repaid: int
    workers: int
    has_alert: bool = False


@dataclass(frozen=True)
class RegisterSnapshot:
    """suppliers and sites: those that are bought from. audits and what follows: of the whole register.

    courses: of the business's own people.
    """

    suppliers: Sequence[SupplierRow] = ()
    sites: Sequence[SiteRow] = ()
    audits: Sequence[AuditRow] = ()
    findings: Sequence[FindingRow] = ()
    actions: Sequence[ActionRow] = ()
    fees: Sequence[FeesRow] = ()
    courses: Sequence[CourseCompletions] = ()


@dataclass(frozen=True)
class Period:
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

"""Hold what is known of one site, in plain values."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

from portal.core.dates import add_months


@dataclass(frozen=True, slots=True)
class Control:
    kind: str
    held_on: date
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Hold the inputs of a score. country: ISO 3166-1 alpha-2, empty when unknown. works: pairs of sector and activity.

    products: folded. names: of the supplier and the site, as written. workers: counts by group of WorkerFigures.
    open_*: counts in halves, for a finding closed without proof counts half after 90 days.

    See docs/requirements/suppliers.md#unverified-closures.
    """

    country: str = ""
    works: tuple[tuple[str, str], ...] = ()
    products: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    workers: Mapping[str, int | None] = field(default_factory=dict)
    recruits_from_abroad: bool | None = None
    pays_by_piece_or_cash: bool | None = None
    has_homework_chain: bool = False
    lacks_licence: bool = False
    controls: tuple[Control, ...] = ()
    audit_on: date | None = None
    audit_was_announced: bool = True
    open_business_critical: float = 0
    open_critical: float = 0
    open_major: float = 0
    open_minor: float = 0
    open_car: float = 0
    late_actions: int = 0
    areas_not_addressed: int = 0
    has_alert_a: bool = False
    has_open_report: bool = False
    has_repeated_issue: bool = False
    spend_pence: int | None = None
    tier: int = 0

    def as_json(self) -> dict[str, object]:
        """Return what a score keeps as its inputs; dates as ISO text.

        Names are left out: the supplier's row has them.
        """
        inputs = asdict(self) | {"audit_on": self.audit_on and self.audit_on.isoformat()}
        inputs["works"] = [list(pair) for pair in self.works]
        inputs["products"] = list(self.products)
        inputs["controls"] = [
            [control.kind, control.held_on.isoformat(), control.is_confirmed] for control in self.controls
        ]
        inputs["workers"] = dict(self.workers)
        del inputs["names"]
        return inputs


def is_within_months(day: date | None, months: int, today: date) -> bool:
    """Return whether today is on or after the day and at most so many months later."""
    return day is not None and day <= today <= add_months(day, months)

"""Extracts and releases of figures, and the people who prepare and decide on them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from compliance.statistics.choices import State
from compliance.statistics.demo_facts import COLUMNS, make_demo_facts
from compliance.statistics.models import Extract, Release
from compliance.statistics.rules.extract import Fact, UnitRows, add_up, merge, write_extract
from compliance.statistics.rules.periods import Period, parse_period
from compliance.statistics.services.decisions import approve_release
from compliance.statistics.services.extracts import store_extract
from compliance.statistics.services.preparation import prepare_release
from compliance.statistics.services.publication import publish_due
from portal.accounts.models import User
from portal.accounts.roles import StaffRole
from tests.factories.accounts import UserFactory

LATE = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)


def make_statistician() -> User:
    return UserFactory(role=StaffRole.STATISTICIAN, first_name="Stella")


def make_lead() -> User:
    return UserFactory(role=StaffRole.TRIAGE_LEAD, first_name="Leo")


def facts(unit: str, *rows: tuple[Fact, int]) -> dict[str, UnitRows]:
    """Rows of one unit: each a fact and its number."""
    return {unit: add_up(COLUMNS[unit], rows)}


def small_month(month: str, *, calls: int = 40) -> dict[str, UnitRows]:
    """Contacts of one month: most by phone, two by app."""
    return facts(
        "contacts",
        ((month, "phone", "report_concern", "modern_slavery", "en"), calls),
        ((month, "webform", "report_concern", "labour_abuse", "en"), 12),
        ((month, "app", "information", "general_information", "ro"), 2),
    )


def demo_units(period: Period) -> dict[str, UnitRows]:
    """The invented facts of a period of 2024 or 2025."""
    wanted = set(period.months)
    return merge(units for month, units in make_demo_facts() if month in wanted)


def store(period: Period, units: Mapping[str, UnitRows], actor: User, at: datetime = LATE) -> Extract:
    return store_extract(period, write_extract(period.code, units), actor=actor, at=at)


def prepared(code: str, statistician: User, units: Mapping[str, UnitRows] | None = None, **options) -> Release:
    """A release of 2026-03, 2026-q1 or 2026; of each month small_month(), where nothing else is given."""
    period = parse_period(code)
    units = merge(small_month(str(month)) for month in period.months) if units is None else units
    at = options.pop("at", LATE)
    extract = store(period, units, statistician, at)
    return prepare_release(period=period, actor=statistician, at=at, extract=extract, **options)


def published(code: str, statistician: User, lead: User, units=None, **options) -> Release:
    release = prepared(code, statistician, units, **options)
    assert release.state == State.PREPARED, release.exposed
    publish(release, lead, options.get("at", LATE))
    release.refresh_from_db()
    return release


def publish(release: Release, lead: User, at: datetime = LATE) -> None:
    approved = approve_release(release=release, actor=lead, at=at)
    publish_due(approved.scheduled_for)


def published_quarter(statistician: User, lead: User, months: Iterable[str] = ("2026-01", "2026-02", "2026-03")):
    for month in months:
        published(month, statistician, lead)
    return published("2026-q1", statistician, lead)

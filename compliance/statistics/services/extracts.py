"""Freezing the coded facts of a period. Nothing else of statistics reads casework.

See docs/requirements/statistics.md#extracts.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.rules.coded_facts import (
    BusinessFact,
    CaseFact,
    CodedFacts,
    ContactFact,
    ExploiterFact,
    PeopleFact,
    ReferralFact,
    SignFact,
    SignpostFact,
)
from compliance.casework.selectors.coded_facts import get_coded_facts
from compliance.statistics.code_version import get_code_version
from compliance.statistics.models import Extract, PhoneFigures, Release
from compliance.statistics.rule_sets import LATEST_VERSION, get_rule_set
from compliance.statistics.rules.announced_dates import add_months, get_last_day
from compliance.statistics.rules.building import MEDIAN_WAITS
from compliance.statistics.rules.extract import UnitRows, add_up, compute_hash, merge, read_extract, write_extract
from compliance.statistics.rules.periods import Kind, Month, Period
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record

NUMBER = "number"
QUARTERS = 4


def freeze_extract(*, period: Period, actor: User, at: datetime) -> Extract:
    """Freeze the facts of a period that is over. The same facts frozen again are the same extract.

    Raises ActionRefused.
    """
    if get_last_day(period) >= timezone.localdate(at):
        raise ActionRefused(_("This period has not ended yet."))
    units = collect_units(period) | find_released_units(period)
    return store_extract(period, write_extract(period.code, units), actor=actor, at=at)


def find_released_units(period: Period) -> dict[str, UnitRows]:
    """Return what the quarters of a year count, as they were frozen for their newest releases; nothing otherwise.

    So a year is the sum of its quarters, and nobody finds a few late cases by subtracting.
    """
    newest: dict[str, Release] = {}
    if period.kind is Kind.YEAR:
        rows = Release.objects.known().filter(kind=Kind.QUARTER.value, first_day__year=period.year)
        newest = {release.period_code: release for release in rows.select_related("extract")}
    if len(newest) < QUARTERS:
        return {}
    units = merge(read_extract(release.extract.content) for release in newest.values())
    counted = {table.unit for table in get_rule_set().get_tables(Kind.QUARTER)} | {MEDIAN_WAITS}
    return {unit: rows for unit, rows in units.items() if unit in counted}


@transaction.atomic
def store_extract(period: Period, content: str, *, actor: User, at: datetime) -> Extract:
    """Store the text of an extract, or return the one that has the same text."""
    digest = compute_hash(content)
    if stored := Extract.objects.filter(period=period.code, sha256=digest).first():
        return stored
    extract = Extract.objects.create(
        period=period.code,
        content=content,
        sha256=digest,
        facts=count_facts(read_extract(content)),
        rule_set=LATEST_VERSION,
        code_version=get_code_version(),
        frozen_at=at,
        frozen_by=actor,
    )
    record(actor, "statistics.extract.frozen", extract, {"period": period.code, "sha256": digest}, at=at)
    return extract


def collect_units(period: Period, reader: User | None = None) -> dict[str, UnitRows]:
    """Return the facts of a period by unit of count, read from casework and from the telephone figures.

    With a reader, without the cases that they are kept out of.
    """
    months = [str(month) for month in period.months]
    return {**_units_of_casework(get_coded_facts(*get_bounds(period), reader)), **_phone_units(months)}


def get_bounds(period: Period) -> tuple[datetime, datetime]:
    """Return the first moment of a period, and the first moment after it."""
    return _begin(period.months[0]), _begin(add_months(period.months[-1], 1))


def _begin(month: Month) -> datetime:
    return datetime(month.year, month.number, 1, tzinfo=ZoneInfo(get_rule_set().calendar.timezone))


def _units_of_casework(facts: CodedFacts) -> dict[str, UnitRows]:
    return {
        "contacts": _rows(ContactFact, facts.contacts),
        "cases": _rows(CaseFact, facts.cases),
        "people": _rows(PeopleFact, facts.people),
        "exploiters": _rows(ExploiterFact, facts.exploiters),
        "referrals": _rows(ReferralFact, facts.referrals),
        "signposts": _rows(SignpostFact, facts.signposts),
        "business_cases": _rows(BusinessFact, facts.business_cases),
        "signs": _rows(SignFact, facts.signs),
    }


# Any: one of the named tuples of casework, and rows of it. A field with an underscore at its end is a Python keyword.
def _rows(shape: Any, facts: Iterable[Any]) -> UnitRows:
    columns = [name.removesuffix("_") for name in shape._fields]
    if columns[-1] != NUMBER:
        return add_up(columns, ((tuple(fact), 1) for fact in facts))
    return add_up(columns[:-1], ((tuple(fact[:-1]), fact.number) for fact in facts))


def _phone_units(months: list[str]) -> Mapping[str, UnitRows]:
    rows = list(PhoneFigures.objects.filter(month__in=months))
    calls = [((row.month, "answered"), row.answered) for row in rows]
    calls += [((row.month, "abandoned"), row.abandoned) for row in rows]
    waits = [((row.month,), row.median_wait_seconds) for row in rows]
    return {"calls": add_up(("month", "call_answer"), calls), MEDIAN_WAITS: add_up(("month",), waits)}


def count_facts(units: Mapping[str, UnitRows]) -> int:
    return sum(sum(unit.rows.values()) for name, unit in units.items() if name != MEDIAN_WAITS)

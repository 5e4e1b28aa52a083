"""A month beside the same month of the year before, for those who answer for the helpline.

See docs/requirements/statistics.md#this-month.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.casework.permissions import get_cases_kept_out_of, get_statistics_roles, shows_running_month
from compliance.casework.selectors.monthly_statistics import Month as DeskMonth
from compliance.casework.selectors.monthly_statistics import get_months_for, get_running_month, get_targets_table
from compliance.casework.selectors.statistics_tables import Table
from compliance.statistics.models import Extract, PhoneFigures
from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.extract import UnitRows, read_extract
from compliance.statistics.rules.periods import Kind, Period
from compliance.statistics.services.extracts import collect_units
from portal.accounts.models import User

UNITS = ("contacts", "cases", "people", "referrals", "signposts")


@dataclass(frozen=True)
class MonthRow:
    label: str
    now: str
    last_year: str


@dataclass(frozen=True)
class MonthPage:
    """rows: each unit of count, and the telephone. targets: of the month and of the same month of the year before.

    running: the month that has not ended, where the reader may not read it.
    """

    period: Period
    year_before: Period
    running: DeskMonth | None
    rows: list[MonthRow]
    targets: list[tuple[Period, Table]]


def get_month_page(*, user: User, now: datetime) -> MonthPage:
    """Count the newest month that the user may read, and the same month of the year before."""
    today = timezone.localdate(now)
    is_running = shows_running_month(get_statistics_roles(user))
    newest = get_months_for(today, shows_running_month=is_running)[0].first
    period, before = (Period(Kind.MONTH, year, newest.month) for year in (newest.year, newest.year - 1))
    units, units_before = _get_units(period, user), _get_units(before, user)
    rules = get_rule_set()
    rows = [
        MonthRow(rules.get_unit(unit).label, f"{_total(units, unit):,}", f"{_total(units_before, unit):,}")
        for unit in UNITS
    ]
    rows += _phone_rows(period, before)
    targets = [(each, get_targets_table(DeskMonth(date(each.year, each.number, 1)), user)) for each in (period, before)]
    return MonthPage(period, before, None if is_running else get_running_month(today), rows, targets)


def _get_units(period: Period, user: User) -> Mapping[str, UnitRows]:
    """Return what was frozen of a month, where it was, as contacts are deleted later; otherwise count it at the desk.

    What was frozen holds every case, so it is not for somebody who is kept out of one.
    """
    frozen = None if get_cases_kept_out_of(user) else _get_frozen(period)
    return frozen or collect_units(period, user)


def _get_frozen(period: Period) -> Mapping[str, UnitRows] | None:
    extract = Extract.objects.filter(period=period.code).first()
    return read_extract(extract.content) if extract else None


def _total(units: Mapping[str, UnitRows], unit: str) -> int:
    return sum(units[unit].rows.values()) if unit in units else 0


def _phone_rows(*periods: Period) -> list[MonthRow]:
    saved = {row.month: row for row in PhoneFigures.objects.filter(month__in=[period.code for period in periods])}
    figures = [saved.get(period.code) for period in periods]
    answered = [f"{row.answered:,} / {row.offered:,}" if row else "–" for row in figures]
    waits = [str(row.median_wait_seconds) if row else "–" for row in figures]
    return [
        MonthRow(_("Telephone calls answered, of those offered"), *answered),
        MonthRow(_("Median wait of answered calls, seconds"), *waits),
    ]

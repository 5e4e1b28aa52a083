"""The home page of helpline managers and statisticians: counts from clear columns, no case and no word of one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.casework.choices import Direction, Level
from compliance.casework.models import Case, Contact
from compliance.casework.permissions import exclude_kept_out
from compliance.casework.rules.queue import Waiting
from compliance.casework.selectors import monthly_statistics
from compliance.casework.selectors.monthly_statistics import Month
from compliance.casework.selectors.queue import open_case_rows, untaken_rows
from compliance.casework.selectors.statistics_tables import Table
from portal.accounts.models import User

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Overview:
    """waiting: None for those who read no counts below 5. The workload changes too fast to be hidden safely."""

    waiting: Table | None
    timeliness: list[Table]
    trend: Table


def get_overview(*, user: User, now: datetime, shows_small_numbers: bool) -> Overview:
    """Return what is waiting now, whether targets were met this month and last, and the last twelve months."""
    months = monthly_statistics.get_months(timezone.localdate(now))[:MONTHS_SHOWN]
    timeliness = [_timeliness(month, user) for month in months[:2]]
    trend = _trend(months, user)
    if not shows_small_numbers:
        return Overview(None, [table.without_small_numbers() for table in timeliness], trend.without_small_numbers())
    return Overview(_waiting(user, now), timeliness, trend)


def _waiting(user: User, now: datetime) -> Table:
    """Count the same rows as the queue, with the same due times."""
    concerns = [row for row, _facts in untaken_rows().values()]
    cases = [row for row, *_facts in open_case_rows(user).values()]
    heads = (_("Level"), _("New"), _("Open"), _("Overdue"), _("Child or age not sure"))
    rows = [_count_level(level, concerns, cases, now) for level in Level]
    note = _("New: concerns that nobody has taken. Open: cases. Overdue and child are counted over both.")
    return Table(_("Waiting now"), heads, rows, note)


def _count_level(level: Level, concerns: list[Waiting], cases: list[Waiting], now: datetime) -> list[Any]:
    new = [row for row in concerns if row.level == level]
    opened = [row for row in cases if row.level == level]
    both = [*new, *opened]
    children = sum(row.concerns_child for row in both)
    return [str(level.label), len(new), len(opened), sum(row.due_at < now for row in both), children]


def _timeliness(month: Month, user: User) -> Table:
    return replace(
        monthly_statistics.get_targets_table(month, user), title=_("Targets met in %(month)s") % {"month": month}
    )


def _trend(months: list[Month], user: User) -> Table:
    since = months[-1].begins
    cases = exclude_kept_out(Case.objects.filter(merged_into=None), user)
    contacts = exclude_kept_out(Contact.objects.filter(direction=Direction.IN, hour__gte=since), user, "case")
    counts = [
        _by_month(contacts, "hour"),
        _by_month(cases.filter(opened_at__gte=since), "opened_at"),
        _by_month(cases.filter(closed_at__gte=since), "closed_at"),
    ]
    rows: list[list[Any]] = [[str(month), *(count.get(month.code, 0) for count in counts)] for month in months]
    return Table(_("Last 12 months"), (_("Month"), _("Contacts"), _("Cases opened"), _("Cases closed")), rows)


def _by_month(rows: QuerySet[Any], column: str) -> dict[str, int]:
    counted = rows.order_by().annotate(month=TruncMonth(column)).values("month").annotate(number=Count("pk"))
    return dict(_codes(counted.values_list("month", "number")))


def _codes(counted: Any) -> Iterator[tuple[str, int]]:
    for month, number in counted:
        yield date_format(timezone.localtime(month), "Y-m"), number

"""The home page of helpline managers and statisticians: counts from clear columns, no case and no word of one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from compliance.casework.choices import Direction, Level
from compliance.casework.models import Case, Contact
from compliance.casework.permissions import rows_counted_for
from compliance.casework.selectors import monthly_statistics
from compliance.casework.selectors.monthly_statistics import Month
from compliance.casework.selectors.queue import new_concerns, open_cases
from compliance.casework.selectors.statistics_tables import Table
from portal.accounts.models import User

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Overview:
    """waiting: None for those who read no counts below 5. The workload changes too fast to be hidden safely."""

    waiting: Table | None
    timeliness: list[Table]
    trend: Table


def get_overview(*, user: User, now: datetime, months: Sequence[Month], shows_small_numbers: bool) -> Overview:
    """Return what is waiting now, whether targets were met in the two newest months, and the newest twelve.

    months: those that the user may read, the newest first.
    """
    months = months[:MONTHS_SHOWN]
    timeliness = [_timeliness(month, user) for month in months[:2]]
    trend = _trend(months, user)
    if not shows_small_numbers:
        return Overview(None, [table.without_small_numbers() for table in timeliness], trend.without_small_numbers())
    return Overview(_waiting(user, now), timeliness, trend)


def _waiting(user: User, now: datetime) -> Table:
    """Count the same rows as the queue, with the same due times."""
    new = _count_by_level(new_concerns(), "triage_level", "due_at", now)
    opened = _count_by_level(open_cases(user), "level", "next_due_at", now)
    heads = (_("Level"), _("New"), _("Open"), _("Overdue"), _("Child or age not sure"))
    rows: list[list[Any]] = []
    for level in Level:
        both = [counts.get(level, (0, 0, 0)) for counts in (new, opened)]
        (new_number, new_late, new_children), (open_number, open_late, open_children) = both
        rows.append([str(level.label), new_number, open_number, new_late + open_late, new_children + open_children])
    note = _("New: concerns that no one has taken. Open: cases. The overdue and child counts cover both.")
    return Table(_("New and open now"), heads, rows, note)


def _count_by_level(rows: QuerySet[Any], level: str, due: str, now: datetime) -> dict[str, tuple[int, int, int]]:
    """Return by level how many there are, how many are overdue, and how many are about a child."""
    counted = (
        rows.order_by()
        .values_list(level)
        .annotate(
            Count("pk"),
            late=Count("pk", filter=Q(**{f"{due}__lt": now})),
            children=Count("pk", filter=Q(is_adult=False)),
        )
    )
    return {code: (number, late, children) for code, number, late, children in counted}


def _timeliness(month: Month, user: User) -> Table:
    return replace(
        monthly_statistics.get_targets_table(month, user), title=_("Targets met in %(month)s") % {"month": month}
    )


def _trend(months: Sequence[Month], user: User) -> Table:
    since = months[-1].begins
    cases = rows_counted_for(Case.objects.filter(merged_into=None), user)
    contacts = rows_counted_for(Contact.objects.filter(direction=Direction.IN, hour__gte=since), user, "case")
    counts = [
        _count_by_month(contacts, "hour", months),
        _count_by_month(cases.filter(opened_at__gte=since), "opened_at", months),
        _count_by_month(cases.filter(closed_at__gte=since), "closed_at", months),
    ]
    rows: list[list[Any]] = [[str(month), *(count[month.code] for count in counts)] for month in months]
    return Table(_("Last 12 months"), (_("Month"), _("Contacts"), _("Cases opened"), _("Cases closed")), rows)


def _count_by_month(rows: QuerySet[Any], column: str, months: Sequence[Month]) -> dict[str, int]:
    """Return the number of rows by the code of a month, compared by moments: SQLite calls Python to find a month."""
    counts = {
        month.code: Count("pk", filter=Q(**{f"{column}__gte": month.begins, f"{column}__lt": month.ends}))
        for month in months
    }
    return rows.order_by().aggregate(**counts)

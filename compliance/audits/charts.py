"""The chart of open findings by grade over time and, below it, its table.

See docs/requirements/suppliers.md#audit-pages.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from compliance.audits.choices import Grade
from compliance.audits.rules.dates import list_month_ends
from compliance.audits.rules.findings import MonthCounts, count_open_by_grade
from portal.core import jinja
from portal.core.charts import Series, line_chart

MONTHS_SHOWN = 12
MAX_CHARTS = 64
type _Counts = tuple[tuple[tuple[str, str], int], ...]


@dataclass(frozen=True)
class FindingsChart:
    """The chart's data. finding: the sentence that the chart shows. rows: a day, and the number of each series.

    table: the rows as drawn."""

    finding: str
    svg: SafeString
    series: list[Any]
    rows: list[tuple[date, list[int]]]
    table: SafeString


def chart_open_findings(opened: MonthCounts, closed: MonthCounts, today: date) -> FindingsChart | None:
    """Return the chart of the last twelve months, or None where no finding was ever open.

    It is kept by all that it shows, since a list of findings shows it time and again.
    """
    return _draw(tuple(opened.items()), tuple(closed.items()), today, get_language())


@lru_cache(maxsize=MAX_CHARTS)
def _draw(opened: _Counts, closed: _Counts, today: date, _language: str | None) -> FindingsChart | None:
    days = list_month_ends(today, MONTHS_SHOWN)
    counts = count_open_by_grade(dict(opened), dict(closed), days)
    if not any(any(numbers) for numbers in counts.values()):
        return None
    labels = [Grade(grade).label for grade in counts]
    finding = _describe_trend(sum(numbers[0] for numbers in counts.values()), sum(n[-1] for n in counts.values()))
    svg = line_chart(
        name="open-findings",
        title=_("Open findings by grade, at the end of each month"),
        finding=finding,
        labels=[date_format(day, "M y") for day in days[:-1]] + [_("Today")],
        series=[
            Series(str(label).split(" (")[0], numbers) for label, numbers in zip(labels, counts.values(), strict=True)
        ],
    )
    rows = [(day, [numbers[index] for numbers in counts.values()]) for index, day in enumerate(days)]
    table = jinja.draw("audits/_open_findings.jinja", {"series": labels, "rows": rows})
    return FindingsChart(finding, svg, labels, rows, table)


def _describe_trend(before: int, now: int) -> str:
    """Return one sentence on what the chart shows."""
    count = ngettext("%(now)d finding is open today", "%(now)d findings are open today", now) % {"now": now}
    return _("%(count)s; a year ago there were %(before)d.") % {"count": count, "before": before}

"""The chart of open findings by grade over time and, below it, its table.

See docs/requirements/suppliers.md#audit-pages.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.audits.choices import Grade
from compliance.audits.rules.dates import list_month_ends
from compliance.audits.rules.findings import count_open_by_grade
from portal.core.charts import Series, line_chart

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class FindingsChart:
    """The chart's data. finding: the sentence that the chart shows. rows: a day, and the number of each series."""

    finding: str
    svg: SafeString
    series: list[Any]
    rows: list[tuple[date, list[int]]]


def chart_open_findings(spans: Iterable[tuple[str, date, date | None]], today: date) -> FindingsChart | None:
    """Return the chart of the last twelve months, or None where no finding was ever open."""
    days = list_month_ends(today, MONTHS_SHOWN)
    counts = count_open_by_grade(spans, days)
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
    table = [(day, [numbers[index] for numbers in counts.values()]) for index, day in enumerate(days)]
    return FindingsChart(finding, svg, labels, table)


def _describe_trend(before: int, now: int) -> str:
    """Return one sentence on what the chart shows."""
    count = ngettext("%(now)d finding is open today", "%(now)d findings are open today", now) % {"now": now}
    return _("%(count)s; a year ago there were %(before)d.") % {"count": count, "before": before}

"""The months of two years beside each other: three lines, their table, and its CSV.

Months are rounded alike, so that they may be compared; quarters and years are exact and are not mixed in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from compliance.statistics.labels import label_period
from compliance.statistics.models import Release
from compliance.statistics.presenters.release_page import get_totals
from compliance.statistics.presenters.tables import PROVISIONAL, explain
from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.percentages import get_change
from compliance.statistics.rules.release_content import read_content
from compliance.statistics.rules.tables import Cell
from portal.core.charts import Trend, trend_charts

UNITS = ("contacts", "cases", "people")
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class MonthRow:
    code: str
    label: str
    cells: Sequence[Cell]

    @property
    def texts(self) -> list[str]:
        return [f"[{cell.symbol.value}]" if cell.value is None else intcomma(cell.value) for cell in self.cells]


@dataclass(frozen=True)
class MonthlySeries:
    """rows: a month each, the oldest first. finding: what is said first of them."""

    heads: Sequence[str]
    rows: Sequence[MonthRow]
    finding: str
    chart: SafeString
    symbols: Sequence[tuple[str, str]]


def build_monthly_series(releases: Sequence[Release]) -> MonthlySeries | None:
    """Return the series of releases of months, the oldest first; None of fewer than two."""
    if len(releases) < 2:
        return None
    rules = get_rule_set()
    rows = []
    for release in releases:
        totals = get_totals(read_content(release.content))
        rows.append(MonthRow(release.code, label_period(release.period), [totals[unit] for unit in UNITS]))
    heads = [rules.get_unit(unit).label for unit in UNITS]
    trends = [
        Trend(head, [row.cells[place].value for row in rows], [row.texts[place] for row in rows])
        for place, head in enumerate(heads)
    ]
    chart = trend_charts(
        name="months",
        title=_("Monthly figures, rounded to the nearest 5"),
        labels=[row.label for row in rows],
        trends=trends,
    )
    found = [cell.symbol.value for row in rows for cell in row.cells if cell.value is None]
    symbols = explain(list(dict.fromkeys([PROVISIONAL, *found])), rules)
    return MonthlySeries(heads, rows, _describe_change(rows), chart, list(symbols))


def _describe_change(rows: Sequence[MonthRow]) -> str:
    """Return by how much the contacts of the last month differ from a year earlier; else what the chart shows."""
    change = get_change(rows[-MONTHS_A_YEAR - 1].cells[0], rows[-1].cells[0]) if len(rows) > MONTHS_A_YEAR else None
    facts = {"month": rows[-1].label, "percent": abs(change or 0)}
    if change is None:
        return _("Figures by month")
    if change == 0:
        return _("About as many contacts in %(month)s as a year earlier") % facts
    if change > 0:
        return _("About %(percent)s%% more contacts in %(month)s than a year earlier") % facts
    return _("About %(percent)s%% fewer contacts in %(month)s than a year earlier") % facts

"""Measures of two years: charts with their figures, and a table of those that no bar can show."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from compliance.statements.presenters.tables import Table
from compliance.statements.types import Kpi
from portal.core.charts import Bar, Group, bar_chart

NUMBER = re.compile(r"^[£€$]?\s*(-?[\d,. ]*\d)\s*(%|per cent)?")
MAX_BARS = 6


@dataclass(frozen=True)
class Chart:
    finding: str
    svg: SafeString
    table: Table


def kpi_charts(kpis: Sequence[Kpi]) -> Iterator[Chart]:
    """Build one chart for each unit, since bars of different units cannot be compared."""
    by_unit: dict[str, list[Kpi]] = {}
    for kpi in kpis:
        if _charted(kpi):
            by_unit.setdefault((kpi.get("unit") or "").strip(), []).append(kpi)
    for number, (unit, group) in enumerate(by_unit.items(), start=1):
        for start in range(0, len(group), MAX_BARS):
            yield _chart(f"kpi-{number}-{start}", unit, group[start : start + MAX_BARS])


def kpi_tables(kpis: Sequence[Kpi]) -> Iterator[Table]:
    """Build tables of measures that no bar can show, such as words or a first year's figure."""
    table = measures_table([kpi for kpi in kpis if not _charted(kpi)])
    if table.rows:
        yield replace(table, caption=_("Other measures"))


def measures_table(kpis: Sequence[Kpi]) -> Table:
    """Build a table of all measures, each with its figure of last year and of this year."""
    rows = tuple(
        (
            kpi["name"],
            kpi.get("unit") or "",
            str(kpi.get("last_year") or _("Not given")),
            str(kpi.get("this_year") or _("Not given")),
        )
        for kpi in kpis
        if kpi.get("name")
    )
    return Table(_("Measures"), (_("Measure"), _("Unit"), _("Last year"), _("This year")), rows, numbers_from=2)


def _charted(kpi: Kpi) -> bool:
    """Tell whether bars may show it: "900,000" and "1.2 million", or "9 of 9" and "10 of 100", are no two lengths."""
    figures = as_number(kpi.get("this_year")), as_number(kpi.get("last_year"))
    is_counted = all(figure is not None and figure >= 0 for figure in figures)
    return bool(kpi.get("name")) and is_counted and _around(kpi.get("this_year")) == _around(kpi.get("last_year"))


def _around(text: Any) -> str:
    """Return what a figure is written with: "£" and "million" of "£1.2 million"."""
    match = NUMBER.match(words := str(text or "").strip())
    return " ".join((words[: match.start(1)] + words[match.end(1) :]).casefold().split()) if match else words


def as_number(text: Any) -> Decimal | None:
    """Return the number that a figure begins with: "1,204 people" is 1204, "45%" is 45; None where there is none."""
    match = NUMBER.match(str(text or "").strip())
    if match is None:
        return None
    try:
        return Decimal(match[1].replace(",", "").replace(" ", ""))
    except InvalidOperation:
        return None


def _chart(name: str, unit: str, kpis: Sequence[Kpi]) -> Chart:
    this, last = _("this year"), _("last year")
    groups = [
        Group(
            kpi["name"],
            [
                Bar(last, as_number(kpi["last_year"]) or Decimal(0), str(kpi["last_year"]), is_marked=True),
                Bar(this, as_number(kpi["this_year"]) or Decimal(0), str(kpi["this_year"])),
            ],
        )
        for kpi in kpis
    ]
    finding = _finding(kpis, unit)
    title = _("Measures in %(unit)s, last year and this year") % {"unit": unit} if unit else _("Measures")
    return Chart(finding, bar_chart(name=name, title=title, finding=finding, groups=groups), _figures(unit, kpis))


def _finding(kpis: Sequence[Kpi], unit: str) -> str:
    """What the chart shows, as a sentence."""
    moves = [(as_number(kpi["this_year"]) or 0) - (as_number(kpi["last_year"]) or 0) for kpi in kpis]
    if len(kpis) == 1:
        kpi = kpis[0]
        words = {1: _("%(name)s rose from %(last)s to %(this)s"), -1: _("%(name)s fell from %(last)s to %(this)s")}
        sentence = words.get((moves[0] > 0) - (moves[0] < 0), _("%(name)s stayed at %(this)s"))
        return sentence % {"name": kpi["name"], "last": kpi["last_year"], "this": kpi["this_year"]}
    up, down = sum(move > 0 for move in moves), sum(move < 0 for move in moves)
    rows = [
        (up, _("%(count)s rose")),
        (down, _("%(count)s fell")),
        (len(kpis) - up - down, _("%(count)s stayed the same")),
    ]
    listed = ", ".join(part % {"count": count} for count, part in rows if count)
    return _("Of %(all)s measures, %(words)s") % {"all": len(kpis), "words": listed}


def _figures(unit: str, kpis: Sequence[Kpi]) -> Table:
    """The same numbers as the chart's."""
    caption = _("The same figures as a table, in %(unit)s") % {"unit": unit} if unit else _("The same figures")
    rows = tuple((kpi["name"], str(kpi["last_year"]), str(kpi["this_year"])) for kpi in kpis)
    return Table(caption, (_("Measure"), _("Last year"), _("This year")), rows, numbers_from=1)

"""The page of a release: what it says first, its tables by chapter, its files, and how to cite it.

See docs/requirements/statistics.md#public-pages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from compliance.statistics.labels import label_period
from compliance.statistics.models import Release
from compliance.statistics.presenters.charts import AREAS, draw_chart, get_tile_places
from compliance.statistics.presenters.labels import UNITS_IN_SENTENCES
from compliance.statistics.presenters.tables import (
    DisplayCell,
    DisplayRow,
    DisplayTable,
    Revised,
    build_tables,
    explain,
)
from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.percentages import get_change
from compliance.statistics.rules.periods import Kind
from compliance.statistics.rules.release_content import ReleaseContent, read_content
from compliance.statistics.rules.tables import TOTAL, Cell

# What the comparison with a year earlier and the first sentence are about.
MAIN_UNITS = ("contacts", "cases", "people", "referrals")
LICENCE = {
    "name": "Creative Commons Attribution 4.0 International",
    "url": "https://creativecommons.org/licenses/by/4.0/",
}


@dataclass(frozen=True)
class AreaRow:
    """A row of a table that has a map: what the map calls it; empty for what is no area."""

    row: DisplayRow
    short_name: str

    @property
    def label(self) -> str:
        return self.row.label

    @property
    def is_total(self) -> bool:
        return self.row.is_total

    @property
    def cells(self) -> Sequence[DisplayCell]:
        return self.row.cells


@dataclass(frozen=True)
class TableBlock:
    """A table with its chart and the meaning of its symbols. has_map: its rows have short names."""

    table: DisplayTable
    rows: Sequence[DisplayRow | AreaRow]
    chart: SafeString | None
    symbols: Sequence[tuple[str, str]]
    has_map: bool

    @property
    def caption(self) -> str:
        return _("Table %(number)s: %(title)s") % {"number": self.table.number, "title": self.table.title}


@dataclass(frozen=True)
class Chapter:
    code: str
    label: str
    blocks: Sequence[TableBlock]


@dataclass(frozen=True)
class Comparison:
    """One unit now and a year earlier, as printed. change: in percent; None where it may not be said."""

    label: str
    now: str
    before: str
    change: int | None

    @property
    def change_text(self) -> str:
        """Return +12%, −5% or, where it may not be said, the symbol for what is not available."""
        if self.change is None:
            return "[x]"
        if self.change == 0 and self.now != self.before:
            return _("less than 1%")
        sign = "+" if self.change > 0 else "−" if self.change < 0 else ""
        return f"{sign}{abs(self.change)}%"


def list_chapters(content: ReleaseContent, revised: Revised = ()) -> list[Chapter]:
    """Return the chapters that have a table, each table with its chart."""
    rules = get_rule_set(content.rule_set)
    tables = build_tables(content, rules, revised)
    return [
        Chapter(code, label, [_make_block(table, content) for table in tables if table.chapter == code])
        for code, label in rules.chapters.items()
        if any(table.chapter == code for table in tables)
    ]


def _make_block(table: DisplayTable, content: ReleaseContent) -> TableBlock:
    has_map = table.is_one_dimensional and table.row_dimension in AREAS
    rows: Sequence[DisplayRow | AreaRow] = table.rows
    if has_map:
        places = get_tile_places()[table.row_dimension]
        rows = [AreaRow(row, places[row.code][2] if row.code in places else "") for row in table.rows]
    symbols = tuple(explain(table.symbols, get_rule_set(content.rule_set)))
    return TableBlock(table, rows, draw_chart(table), symbols, has_map)


def get_totals(content: ReleaseContent) -> dict[str, Cell]:
    """Return the total of each unit, from the first table that counts it."""
    totals: dict[str, Cell] = {}
    for table in content.release.tables:
        totals.setdefault(table.spec.unit, table.cells[(TOTAL,) * len(table.spec.dimensions)])
    return totals


def compare(content: ReleaseContent, before: ReleaseContent | None) -> Iterator[Comparison]:
    """Yield the main numbers beside those of the same period a year earlier; nothing where that is not published."""
    if before is None:
        return
    now, then, rules = get_totals(content), get_totals(before), get_rule_set(content.rule_set)
    for unit in MAIN_UNITS:
        if unit in now and unit in then:
            yield Comparison(
                rules.get_unit(unit).label,
                _print(now[unit]),
                _print(then[unit]),
                get_change(then[unit], now[unit]),
            )


def summarise(release: Release, content: ReleaseContent) -> str:
    """Return the first sentence: the statistician's own, else what was counted."""
    if release.headline:
        return release.headline if release.headline.endswith((".", "!", "?")) else f"{release.headline}."
    totals = get_totals(content)
    shown = {unit: _print(totals[unit]) for unit in MAIN_UNITS if unit in totals and totals[unit].value is not None}
    if not {"contacts", "cases", "people"} <= shown.keys():
        return ", ".join(f"{number} {UNITS_IN_SENTENCES[unit]}" for unit, number in shown.items())
    facts = shown | {"period": label_period(release.period)}
    sentence = _(
        "The helpline received %(contacts)s contacts and opened %(cases)s cases, about at least %(people)s people."
    )
    return sentence % facts


def _print(cell: Cell) -> str:
    return f"[{cell.symbol.value}]" if cell.value is None else intcomma(cell.value)


def get_title(release: Release) -> str:
    """Return the period in words, with the number of its version where that is not the first."""
    period = label_period(release.period)
    if release.revision == 1:
        return period
    return _("%(period)s, version %(number)s") % {"period": period, "number": release.revision}


def get_address(release: Release) -> str:
    return settings.SITE_URL + reverse("statistics:release", args=[release.code])


def cite(release: Release) -> str:
    """Return how to name these figures as a source."""
    day = timezone.localdate(release.published_at)
    return _("%(operator)s, Helpline statistics: %(title)s (release %(code)s), published %(day)s, %(address)s") % {
        "operator": capfirst(settings.OPERATOR["name"]),
        "title": get_title(release),
        "code": release.code,
        "day": date_format(day, "j F Y"),
        "address": get_address(release),
    }


def is_provisional(release: Release) -> bool:
    return release.period.kind is Kind.MONTH


def read(release: Release | None) -> ReleaseContent | None:
    return read_content(release.content) if release else None

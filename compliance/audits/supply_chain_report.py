"""The supply-chain dashboard in sections: each a sentence that says what is found, a chart, and a table of the same.

The page, the PDF and the workbook are made of the same sections.

See docs/requirements/suppliers.md#supply-chain-dashboard.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.audits.charts import FindingsChart, chart_open_findings
from compliance.audits.rules.supply_chain import AuditAge, Cover, StatementState, SupplyChain, get_percent
from compliance.suppliers.choices import Band
from portal.core.charts import Bar, Group, Row, Trend, bar_chart, row_chart, trend_charts
from portal.core.types import Context

type Cell = str | int | None

PENCE = 100
BANDS = (Band.VERY_HIGH, Band.HIGH, Band.MEDIUM, Band.LOW, "")


@dataclass(frozen=True)
class Tile:
    """One number at the head. note: what it is of."""

    title: str
    figure: str
    note: str
    is_late: bool = False


@dataclass(frozen=True)
class Section:
    """name: unique on the page. finding: the sentence that heads it. bars: label, length and the words at the end.

    most: what the longest bar may stand for, 0 for the highest value.
    """

    name: str
    title: str
    finding: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    bars: Sequence[tuple[str, int, str]] = ()
    trend: FindingsChart | None = None
    note: str = ""
    most: int = 0

    @cached_property
    def drawing(self) -> SafeString | None:
        """Return the chart as wide as a page gives it, None where there is nothing to draw."""
        if self.trend:
            return _draw_trend(self.name, self.title, self.trend)
        if not any(value for _label, value, _text in self.bars):
            return None
        rows = [Row(label, value, text) for label, value, text in self.bars]
        return row_chart(name=self.name, title=self.title, finding=self.finding, rows=rows, most=self.most)

    @cached_property
    def fixed_drawing(self) -> SafeString | None:
        """Return the chart of a fixed width, for a PDF."""
        if self.trend:
            return self.trend.svg
        if not any(value for _label, value, _text in self.bars):
            return None
        groups = [Group(label, [Bar("", Decimal(value), text)]) for label, value, text in self.bars]
        return bar_chart(
            name=f"{self.name}-fixed", title=self.title, finding=self.finding, groups=groups, most=Decimal(self.most)
        )

    @property
    def numeric_heads(self) -> list[tuple[str, bool]]:
        """Return the heads, each with whether its column holds numbers: every one but the first."""
        return [(head, position > 0) for position, head in enumerate(self.heads)]


def _draw_trend(name: str, title: str, chart: FindingsChart) -> SafeString:
    totals = [sum(numbers) for _day, numbers in chart.rows]
    labels = [date_format(day, "M Y") for day, _numbers in chart.rows]
    trend = Trend(_("Open findings"), totals, [str(total) for total in totals])
    return trend_charts(name=name, title=title, labels=labels, trends=[trend])


def get_tiles(figures: SupplyChain) -> list[Tile]:
    """Return the numbers at the head of the dashboard."""
    cover, actions = figures.cover, figures.actions
    open_findings = _sum_open(figures)
    found = figures.statements.get(StatementState.FOUND, 0)
    percent = get_percent(cover.covered, cover.total)
    return [
        Tile(
            _("Suppliers with an audit"),
            f"{percent}%",
            _("%(covered)s of %(total)s in the last 24 months")
            % {"covered": intcomma(cover.covered), "total": intcomma(cover.total)},
        ),
        Tile(
            _("Overdue actions"),
            intcomma(actions.late),
            _("of %(open)s open") % {"open": intcomma(actions.open)},
            is_late=bool(actions.late),
        ),
        Tile(_("Open findings"), intcomma(open_findings), _("in audits that count")),
        Tile(
            _("Statements found"),
            intcomma(found),
            _("of %(total)s suppliers") % {"total": intcomma(cover.total)},
        ),
        Tile(
            _("Workers"),
            "–" if figures.workers.total is None else intcomma(figures.workers.total),
            _("at %(sites)s of %(all)s sites")
            % {"sites": intcomma(figures.workers.sites), "all": intcomma(figures.workers.all_sites)},
        ),
    ]


def get_sections(figures: SupplyChain) -> list[Section]:
    """Return the sections of the dashboard, in their order."""
    return [
        _cover_by_risk(figures), _cover_by_spend(figures), _late_actions(figures), _findings(figures),
        _statements(figures), _workers(figures), _changes(figures),
    ]  # fmt: skip


def get_context(figures: SupplyChain) -> Context:
    """Return what the page and the PDF show."""
    tiles, sections = get_tiles(figures), get_sections(figures)
    return {"figures": figures, "tiles": tiles, "sections": sections, "is_empty": not figures.cover.total}


def get_band_label(band: str) -> str:
    """Return the words of a band; "" is a supplier without a score."""
    return str(Band(band).label) if band else _("No score yet")


def get_age_label(age: AuditAge) -> str:
    """Return the words of the age of an audit."""
    return {
        AuditAge.FRESH: _("Under 12 months ago"),
        AuditAge.AGEING: _("12 to 24 months ago"),
        AuditAge.EXPIRED: _("Over 24 months ago"),
        AuditAge.NEVER: _("No audit"),
    }[age]


def _cover_by_risk(figures: SupplyChain) -> Section:
    lines = [(band, figures.covers[band]) for band in BANDS if band in figures.covers]
    grave = [cover for band, cover in lines if band in (Band.HIGH, Band.VERY_HIGH)]
    without = sum(cover.total - cover.covered for cover in grave)
    finding = (
        ngettext(
            "%(n)s supplier at high risk has no audit from the last 24 months",
            "%(n)s suppliers at high risk have no audit from the last 24 months",
            without,
        )
        % {"n": intcomma(without)}
        if without
        else _("Every supplier at high risk has an audit from the last 24 months")
        if grave
        else _("No supplier is at high risk")
    )
    return Section(
        "by-risk", _("Audits by risk"), finding,
        [_("Risk"), _("Suppliers"), _("0–12 months"), _("12–24 months"), _("Older"), _("No audit"), _("Covered")],
        [
            [get_band_label(band), cover.total, *(cover.suppliers.get(age, 0) for age in AuditAge), _percent(cover)]
            for band, cover in lines
        ],
        [(_share(band, cover), get_percent(cover.covered, cover.total), _percent(cover)) for band, cover in lines],
        note=_("An audit covers a supplier for 24 months. The bars show the percentage covered."),
        most=100,
    )  # fmt: skip


def _percent(cover: Cover) -> str:
    return f"{get_percent(cover.covered, cover.total)}%"


def _share(band: str, cover: Cover) -> str:
    words = {"band": get_band_label(band), "covered": intcomma(cover.covered), "total": intcomma(cover.total)}
    return _("%(band)s: %(covered)s of %(total)s") % words


def _cover_by_spend(figures: SupplyChain) -> Section:
    cover = figures.cover
    share = get_percent(cover.covered_spend, cover.total_spend)
    finding = (
        _("%(share)s%% of the spend is with suppliers that have an audit") % {"share": share}
        if cover.total_spend
        else _("No spend recorded yet")
    )
    return Section(
        "by-spend", _("Audits by spend"), finding,
        [_("Latest audit"), _("Spend in pounds"), _("Share of spend"), _("Suppliers")],
        [
            [
                get_age_label(age), cover.spend.get(age, 0) // PENCE,
                f"{get_percent(cover.spend.get(age, 0), cover.total_spend)}%", cover.suppliers.get(age, 0),
            ]
            for age in AuditAge
        ],
        [(get_age_label(age), cover.spend.get(age, 0) // PENCE, _money(cover.spend.get(age, 0))) for age in AuditAge],
        note=_("Spend is the yearly amount in your register. Suppliers with no spend recorded are left out."),
    )  # fmt: skip


def _money(pence: int) -> str:
    pounds = pence // PENCE
    if pounds >= 1_000_000:
        return f"£{pounds / 1_000_000:,.1f}m"
    return f"£{intcomma(pounds)}"


def _late_actions(figures: SupplyChain) -> Section:
    actions = figures.actions
    lines = [
        (_("1 to 30 days"), actions.late_month), (_("31 to 90 days"), actions.late_quarter),
        (_("More than 90 days"), actions.late_longer),
    ]  # fmt: skip
    finding = (
        ngettext("%(n)s action is overdue", "%(n)s actions are overdue", actions.late) % {"n": intcomma(actions.late)}
        if actions.late
        else _("No action is overdue")
    )
    return Section(
        "late-actions", _("Overdue actions"), finding, [_("Overdue by"), _("Actions")],
        [
            *lines, (_("Open, not overdue"), actions.open - actions.late),
            (_("Of these, with no due date"), actions.undated),
        ],
        [(label, number, intcomma(number)) for label, number in lines],
    )  # fmt: skip


def _get_chart(figures: SupplyChain) -> FindingsChart | None:
    return chart_open_findings(dict(figures.opened), dict(figures.closed), figures.today)


def _sum_open(figures: SupplyChain) -> int:
    return sum(figures.opened.values()) - sum(figures.closed.values())


def _findings(figures: SupplyChain) -> Section:
    chart = _get_chart(figures)
    if chart is None:
        return Section("findings", _("Open findings by grade"), _("No finding is open"), [_("Day")], [])
    return Section(
        "findings", _("Open findings by grade"), chart.finding.rstrip("."),
        [_("At the end of"), *(str(label).split(" (")[0] for label in chart.series), _("All")],
        [[date_format(day, "j F Y"), *numbers, sum(numbers)] for day, numbers in chart.rows], trend=chart,
    )  # fmt: skip


def get_statement_label(state: StatementState, year: int) -> str:
    """Return the words of what is known of a statement. year: this one."""
    return {
        StatementState.FOUND: _("Found, for %(year)s or later") % {"year": year - 1},
        StatementState.LATE: _("Late: newest is for %(year)s or earlier") % {"year": year - 2},
        StatementState.POSSIBLE: _("Possible match by name"),
        StatementState.MISSING: _("Missing: none under its company number"),
        StatementState.UNKNOWN: _("Not known: no UK company number"),
    }[state]


def _statements(figures: SupplyChain) -> Section:
    counts = [
        (get_statement_label(state, figures.today.year), figures.statements.get(state, 0)) for state in StatementState
    ]
    missing = figures.statements.get(StatementState.MISSING, 0)
    late = figures.statements.get(StatementState.LATE, 0)
    finding = _("Statements missing: %(missing)s. Statements late: %(late)s") % {
        "missing": intcomma(missing), "late": intcomma(late),
    }  # fmt: skip
    return Section(
        "statements", _("Suppliers’ statements"), finding, [_("Modern slavery statement"), _("Suppliers")], counts,
        [(label, number, intcomma(number)) for label, number in counts],
        note=_("Many suppliers have no duty to publish a statement. Missing does not mean that one is due."),
    )  # fmt: skip


def _workers(figures: SupplyChain) -> Section:
    workers = figures.workers
    lines = [
        (_("All workers"), workers.total), (_("Women"), workers.women), (_("Migrants from abroad"), workers.migrant),
        (_("Agency workers"), workers.agency), (_("Workers under 18"), workers.young),
        (_("Living in employer’s housing"), workers.housed),
    ]  # fmt: skip
    known = [(label, number, intcomma(number)) for label, number in lines if number is not None]
    finding = (
        _("%(total)s people work at the %(sites)s sites that gave figures")
        % {"total": intcomma(workers.total), "sites": intcomma(workers.sites)}
        if workers.total is not None
        else _("No site has given worker figures yet")
    )
    return Section(
        "workers", _("Workers"), finding, [_("Workers"), _("Number")],
        [(label, _("Not known") if number is None else number) for label, number in lines], known,
        note=_("The latest figures from each site. Groups overlap, and sites may leave some out."),
    )  # fmt: skip


def _changes(figures: SupplyChain) -> Section:
    labels = {
        "suppliers_added": _("Suppliers added"), "audits_held": _("Audits carried out"),
        "findings_opened": _("Findings opened"), "findings_closed": _("Findings closed"),
        "actions_done": _("Actions done"), "actions_verified": _("Actions verified"),
    }  # fmt: skip
    this_month = date_format(figures.today, "F")
    numbers = {change.code: change.now for change in figures.changes}
    finding = _("Findings in %(month)s so far: %(opened)s opened, %(closed)s closed") % {
        "month": this_month, "opened": intcomma(numbers["findings_opened"]),
        "closed": intcomma(numbers["findings_closed"]),
    }  # fmt: skip
    return Section(
        "changes", _("What changed this month"), finding,
        [_("What happened"), _("This month"), _get_month_before(figures)],
        [(labels[change.code], change.now, change.before) for change in figures.changes],
    )  # fmt: skip


def _get_month_before(figures: SupplyChain) -> str:
    first = figures.today.replace(day=1)
    before = first.replace(year=first.year - 1, month=12) if first.month == 1 else first.replace(month=first.month - 1)
    return date_format(before, "F")

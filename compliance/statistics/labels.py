"""Codes of figures to words that people read."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.statistics.rules.periods import Kind, Month, Period
from compliance.statistics.rules.rule_set import RuleSet, TableRules
from compliance.statistics.rules.tables import TOTAL, Cell, Index, Reason

REASONS = {
    Reason.SMALL: gettext_lazy("Small number (under 5)"),
    Reason.COMPLEMENTARY: gettext_lazy("Would reveal another number"),
    Reason.CLASS: gettext_lazy("Would reveal something about everyone in a small group"),
    Reason.DOMINANCE: gettext_lazy("One organisation accounts for more than 60%"),
    Reason.FEW_IN_FORCE: gettext_lazy("The force area has fewer than 30 cases"),
    Reason.CHANGE: gettext_lazy("Would reveal a small change since an earlier release"),
}


def label_period(period: Period) -> str:
    """Return March 2026, January to March 2026, or 2026."""
    if period.kind is Kind.YEAR:
        return str(period.year)
    last = _first_day(period.months[-1])
    if period.kind is Kind.MONTH:
        return date_format(last, "F Y")
    first = date_format(_first_day(period.months[0]), "F")
    return _("%(first)s to %(last)s") % {"first": first, "last": date_format(last, "F Y")}


def label_cell(cell: Cell) -> str:
    """Return the number, or the symbol in its brackets."""
    return f"[{cell.symbol}]" if cell.value is None else f"{cell.value:,}"


def label_index(rules: RuleSet, table: TableRules, index: Index) -> str:
    """Return the labels of a cell, such as Phone call, Total."""
    return ", ".join(label_group(rules, name, code) for name, code in zip(table.dimensions, index, strict=True))


def label_group(rules: RuleSet, dimension: str, code: str) -> str:
    return _("Total") if code == TOTAL else rules.dimensions[dimension].labels[code]


def label_bounds(lower: int, upper: int | None) -> str:
    """Return between which numbers a reader can place a hidden one."""
    if upper is None:
        return _("%(lower)s or more") % {"lower": lower}
    return _("%(lower)s to %(upper)s") % {"lower": lower, "upper": upper}


def _first_day(month: Month) -> date:
    return date(month.year, month.number, 1)

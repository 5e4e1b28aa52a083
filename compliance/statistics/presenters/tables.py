"""Tables of a release as people read them: the page, the workbooks and the CSV of a table are made of the same rows.

See docs/requirements/statistics.md#public-pages, docs/requirements/statistics.md#symbols.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from compliance.statistics.presenters.labels import LARGEST, UNITS_IN_SENTENCES, format_month_code
from compliance.statistics.rules.percentages import OVERLAPPING_UNITS, find_largest, get_percent
from compliance.statistics.rules.periods import Kind
from compliance.statistics.rules.release_content import ReleaseContent
from compliance.statistics.rules.rule_set import NOT_KNOWN, SEVERAL, RuleSet
from compliance.statistics.rules.tables import TOTAL, Cell, Dimension, Index, PublishedTable, TableSpec

REVISED, PROVISIONAL = "r", "p"
# Groups that are none of their own: they come last, and are never the largest.
RESTS = frozenset({"other", SEVERAL, NOT_KNOWN})
WAITS = "median_waits"

type Revised = Collection[tuple[str, Index]]


@dataclass(frozen=True)
class DisplayCell:
    """A number with its symbols, or a symbol in its place.

    number: a percentage where is_percent, and then None where something is less than 1%.
    """

    number: int | None
    symbols: tuple[str, ...] = ()
    is_percent: bool = False

    @cached_property
    def text(self) -> str:
        shown = [] if self.number is None else [f"{self.number}%" if self.is_percent else intcomma(self.number)]
        if self.is_percent and self.number is None and not self.symbols:
            return _("less than 1%")
        return " ".join([*shown, *(f"[{symbol}]" for symbol in self.symbols)])

    @property
    def value(self) -> str | int:
        """Return the number, or the text where a symbol stands in its place or beside it."""
        return self.number if self.number is not None and not self.symbols else self.text


@dataclass(frozen=True)
class DisplayRow:
    """codes: of the group, for charts; label: of it. is_total: of all groups."""

    code: str
    label: str
    cells: tuple[DisplayCell, ...]

    @property
    def is_total(self) -> bool:
        return self.code == TOTAL


@dataclass(frozen=True)
class DisplayTable:
    """One table as it is printed. heads: of all columns, that of the rows first. finding: empty where there is none.

    row_dimension: of its rows, empty for what is no table of the rule set. source: as it was released.
    """

    id: str
    number: int
    title: str
    chapter: str
    unit: str
    note: str
    finding: str
    heads: tuple[str, ...]
    rows: tuple[DisplayRow, ...]
    is_provisional: bool
    row_dimension: str = ""
    source: PublishedTable | None = None

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """Return the symbols that are in it, each once, in the order of their first place."""
        found = [symbol for row in self.rows for cell in row.cells for symbol in cell.symbols]
        return tuple(dict.fromkeys([*([PROVISIONAL] if self.is_provisional else []), *found]))

    @property
    def heading(self) -> str:
        return self.finding or self.title

    @property
    def is_one_dimensional(self) -> bool:
        return self.source is not None and len(self.source.spec.dimensions) == 1


def build_tables(content: ReleaseContent, rules: RuleSet, revised: Revised = ()) -> list[DisplayTable]:
    """Return the tables of a release in the order of the chapters, numbered from 1."""
    kind = content.release.period.kind
    chapters = list(rules.chapters)
    tables = sorted(content.release.tables, key=lambda table: chapters.index(rules.get_table(table.spec.id).chapter))
    shown: list[DisplayTable] = []
    for table in tables:
        shown.append(
            _build_table(
                table, len(shown) + 1, rules, kind, {index for name, index in revised if name == table.spec.id}
            )
        )
        if table.spec.unit == "calls" and content.median_waits:
            shown.append(_build_waits(content.median_waits, len(shown) + 1, shown[-1].chapter))
    return shown


def _build_table(
    table: PublishedTable, number: int, rules: RuleSet, kind: Kind, revised: Collection[Index]
) -> DisplayTable:
    rule = rules.get_table(table.spec.id)
    is_provisional = kind is Kind.MONTH
    heads, rows = _list_rows(table, rules, revised)
    if is_provisional:
        heads = (heads[0], *(f"{head} [{PROVISIONAL}]" for head in heads[1:]))
    return DisplayTable(
        id=rule.id,
        number=number,
        title=rule.title,
        chapter=rule.chapter,
        unit=rules.get_unit(rule.unit).label,
        note=rule.note,
        finding=_describe_largest(table, rules),
        heads=heads,
        rows=rows,
        is_provisional=is_provisional,
        row_dimension=_order(table.spec)[0].name,
        source=table,
    )


def _list_rows(
    table: PublishedTable, rules: RuleSet, revised: Collection[Index]
) -> tuple[tuple[str, ...], tuple[DisplayRow, ...]]:
    down, *across = _order(table.spec)
    labels = {name: {**dimension.labels, TOTAL: _("Total")} for name, dimension in rules.dimensions.items()}
    if across:
        columns = across[0].with_total
        heads = (rules.dimensions[down.name].label, *(labels[across[0].name][code] for code in columns))
    else:
        columns = ("",)
        heads = (rules.dimensions[down.name].label, rules.get_unit(table.spec.unit).label)
    shares = _list_shares(table) if not across else {}
    if shares:
        heads = (*heads, _("Percentage"))
    rows = []
    for code in down.with_total:
        indices = [
            _index(table.spec, {down.name: code, **({across[0].name: column} if across else {})}) for column in columns
        ]
        cells = [_cell(table.cells[index], is_revised=index in revised) for index in indices]
        cells += [shares[code]] if shares else []
        rows.append(DisplayRow(code, labels[down.name][code], tuple(cells)))
    return heads, tuple(rows)


def _order(spec: TableSpec) -> Sequence[Dimension]:
    """Return the dimensions with the longest first: it goes down the page."""
    return sorted(spec.dimensions, key=lambda dimension: -len(dimension.labels))


def _index(spec: TableSpec, codes: Mapping[str, str]) -> Index:
    return tuple(codes[dimension.name] for dimension in spec.dimensions)


def _cell(cell: Cell, *, is_revised: bool) -> DisplayCell:
    marks = (REVISED,) if is_revised else ()
    return DisplayCell(cell.value, marks if cell.value is not None else (cell.symbol.value, *marks))


def _list_shares(table: PublishedTable) -> dict[str, DisplayCell]:
    """Return each group's percentage of the total; empty where no percentage may be shown."""
    whole = table.cells[(TOTAL,)]
    if table.spec.unit in OVERLAPPING_UNITS or get_percent(whole, whole) is None:
        return {}
    return {index[0]: _share(cell, whole) for index, cell in table.cells.items()}


def _share(part: Cell, whole: Cell) -> DisplayCell:
    percent = get_percent(part, whole)
    if percent == 0 and part.value:
        return DisplayCell(None, is_percent=True)
    return DisplayCell(percent, () if percent is not None else (part.symbol.value,), is_percent=True)


def _describe_largest(table: PublishedTable, rules: RuleSet) -> str:
    """Return a finding such as “Most common place: London (18% of cases)”, or nothing."""
    index = find_largest(table, besides=RESTS)
    sentence = LARGEST.get(table.spec.dimensions[0].name)
    if index is None or sentence is None:
        return ""
    percent = get_percent(table.cells[index], table.cells[(TOTAL,)])
    if percent is None:
        return ""
    label = rules.dimensions[table.spec.dimensions[0].name].labels[index[0]]
    return sentence % {"label": label, "percent": percent, "unit": UNITS_IN_SENTENCES[table.spec.unit]}


def _build_waits(waits: Mapping[str, int], number: int, chapter: str) -> DisplayTable:
    return DisplayTable(
        id=WAITS,
        number=number,
        title=_("Median wait of callers"),
        chapter=chapter,
        unit=_("Seconds"),
        note=_("Half of the callers who were answered waited no longer than this."),
        finding="",
        heads=(_("Month"), _("Seconds")),
        rows=tuple(
            DisplayRow(month, format_month_code(month), (DisplayCell(wait),)) for month, wait in sorted(waits.items())
        ),
        is_provisional=False,
    )


def explain(symbols: Sequence[str], rules: RuleSet) -> Iterator[tuple[str, str]]:
    """Yield each symbol as it is printed, and its meaning."""
    return ((f"[{symbol}]", rules.symbols[symbol]) for symbol in symbols)

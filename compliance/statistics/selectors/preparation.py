"""What the desk's pages of figures show: every release with its state, its tables, and what is hidden in them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from compliance.statistics import labels
from compliance.statistics.choices import State
from compliance.statistics.models import PhoneFigures, Preparation, Release
from compliance.statistics.models.releases import ReleaseQuerySet
from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.announced_dates import get_periods_until
from compliance.statistics.rules.periods import Kind, Month, Period
from compliance.statistics.rules.release_content import read_content
from compliance.statistics.rules.rule_set import RuleSet
from compliance.statistics.rules.tables import Cell, Index, PublishedTable

MONTHS_OFFERED = 24
SHOWN_REFUSALS = timedelta(days=1)


@dataclass(frozen=True)
class TableSummary:
    """One table of a release. hidden: how many of its numbers are hidden, by reason in words."""

    id: str
    title: str
    chapter: str
    numbers: int
    hidden: list[tuple[str, int]]


@dataclass(frozen=True)
class ExposedCell:
    """A number that a reader could work out. bounds: in words."""

    release: str
    table: str
    cell: str
    bounds: str


@dataclass(frozen=True)
class PreviewRow:
    """before, change: what the last release shows there, and by how much it differs; empty in a table of two facts."""

    label: str
    cells: list[str]
    before: str = ""
    change: str = ""


@dataclass(frozen=True)
class HiddenCell:
    cell: str
    reason: str
    bounds: str


@dataclass(frozen=True)
class TablePreview:
    """A table as it would be published. before: the last release, where the rows are compared with one."""

    title: str
    unit: str
    note: str
    heads: list[str]
    rows: list[PreviewRow]
    before: Release | None
    hidden: list[HiddenCell]


def get_releases() -> ReleaseQuerySet:
    """Return every release that was prepared, without its tables, the newest period first."""
    rows = Release.objects.without_content().select_related("prepared_by", "decided_by")
    return rows.newest_period_first()


def get_waiting() -> ReleaseQuerySet:
    return get_releases().filter(state=State.PREPARED)


def get_preparations(now: datetime) -> list[Preparation]:
    """Return what a worker prepares now, and what could not be prepared within the last day."""
    is_open = Q(done_at=None)
    was_refused = Q(done_at__gte=now - SHOWN_REFUSALS) & ~Q(refusal="")
    return list(Preparation.objects.filter(is_open | was_refused).select_related("asked_by"))


def find_release(uuid: UUID) -> Release | None:
    rows = Release.objects.select_related("extract", "prepared_by", "decided_by")
    return rows.filter(uuid=uuid).first()


def get_previous(release: Release) -> Release | None:
    """Return what a release is compared with: what it corrects, or the last public one of its kind."""
    rows = Release.objects.published().filter(kind=release.kind).exclude(pk=release.pk)
    if release.revision > 1:
        return rows.filter(period_code=release.period_code, revision=release.revision - 1).first()
    return rows.filter(last_day__lt=release.last_day).order_by("-last_day", "-revision").first()


def get_tables(release: Release) -> list[TableSummary]:
    rules = get_rule_set(release.rule_set)
    counts: dict[str, Counter[str]] = {}
    for row in release.hidden:
        counts.setdefault(row["table"], Counter())[row["reason"]] += 1
    return [
        TableSummary(
            table.spec.id,
            (rules_of_table := rules.get_table(table.spec.id)).title,
            rules.chapters[rules_of_table.chapter],
            len(table.cells),
            [(str(label), number) for code, label in labels.REASONS.items()
             if (number := counts.get(table.spec.id, Counter())[code.value])],
        )
        for table in read_content(release.content).release.tables
    ]  # fmt: skip


def get_exposed(release: Release) -> list[ExposedCell]:
    """Return why a release is unsafe: each number that could be worked out, of it or of one beside it."""
    rules = get_rule_set(release.rule_set)
    return [
        ExposedCell(
            row["release"],
            (table := rules.get_table(row["table"])).title,
            labels.label_index(rules, table, tuple(row["index"])),
            labels.label_bounds(row["lower"], row["upper"]),
        )
        for row in release.exposed
    ]


def get_preview(release: Release, table_id: str) -> TablePreview | None:
    """Return one table of a release; None where it has no such table."""
    rules = get_rule_set(release.rule_set)
    table = _find_table(release, table_id)
    if table is None:
        return None
    rules_of_table = rules.get_table(table_id)
    previous = get_previous(release) if len(table.spec.dimensions) == 1 else None
    earlier = _find_table(previous, table_id) if previous else None
    names = rules_of_table.dimensions
    columns = table.spec.dimensions[1].with_total if len(names) > 1 else ()
    heads = [rules.dimensions[names[0]].label]
    heads += [labels.label_group(rules, names[1], code) for code in columns] or [rules.get_unit(table.spec.unit).label]
    return TablePreview(
        rules_of_table.title,
        rules.get_unit(table.spec.unit).note,
        rules_of_table.note,
        heads,
        list(_rows(rules, table, earlier)),
        previous if earlier else None,
        [
            HiddenCell(
                labels.label_index(rules, rules_of_table, tuple(row["index"])),
                str(labels.REASONS[row["reason"]]),
                labels.label_bounds(row["lower"], row["upper"]),
            )
            for row in release.hidden
            if row["table"] == table_id
        ],
    )


def get_offered_periods(now: datetime) -> list[Period]:
    """Return the periods that can be prepared now, the newest first: over, and neither public nor approved."""
    today = timezone.localdate(now)
    decided = set(
        Release.objects.filter(state__in=[State.APPROVED, State.PUBLISHED]).values_list("period_code", flat=True)
    )
    since = Month(today.year - MONTHS_OFFERED // 12, today.month)
    return [period for period in reversed([*get_periods_until(today, since=since)]) if period.code not in decided]


def get_phone_figures() -> list[PhoneFigures]:
    return list(PhoneFigures.objects.select_related("saved_by")[:MONTHS_OFFERED])


def get_phone_months(now: datetime) -> list[Month]:
    """Return the months whose telephone figures can be saved, the newest first."""
    today = timezone.localdate(now)
    periods = get_periods_until(today, since=Month(today.year - MONTHS_OFFERED // 12, today.month))
    return [period.months[0] for period in reversed([*periods]) if period.kind is Kind.MONTH]


def _find_table(release: Release, table_id: str) -> PublishedTable | None:
    tables = read_content(release.content).release.tables
    return next((table for table in tables if table.spec.id == table_id), None)


def _rows(rules: RuleSet, table: PublishedTable, earlier: PublishedTable | None) -> Iterator[PreviewRow]:
    first, *second = table.spec.dimensions
    for code in first.with_total:
        label = labels.label_group(rules, first.name, code)
        indices: list[Index] = [(code, other) for other in second[0].with_total] if second else [(code,)]
        before = earlier.cells.get((code,)) if earlier else None
        cells = [labels.label_cell(table.cells[index]) for index in indices]
        if before is None:
            yield PreviewRow(label, cells)
        else:
            yield PreviewRow(label, cells, labels.label_cell(before), _change(before, table.cells[indices[0]]))


def _change(before: Cell, after: Cell) -> str:
    if before.value is None or after.value is None:
        return "–"
    return f"{after.value - before.value:+,}".replace("-", "−")

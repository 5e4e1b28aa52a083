"""Published releases with every table of the rule set, made without counting and protecting anything."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import UTC, date, datetime

from compliance.statistics.choices import State
from compliance.statistics.models import Extract, Release
from compliance.statistics.rule_sets import get_rule_set
from compliance.statistics.rules.extract import compute_hash
from compliance.statistics.rules.periods import Kind, Period, parse_period
from compliance.statistics.rules.release_content import ReleaseContent, write_content
from compliance.statistics.rules.tables import (
    Cell,
    Counts,
    Index,
    PublishedTable,
    Symbol,
    TableSpec,
)
from compliance.statistics.rules.tables import Release as Tables
from tests.factories.statistics import make_lead, make_statistician

PUBLISHED_AT = datetime(2026, 5, 7, 8, 30, tzinfo=UTC)

type Numbers = Mapping[tuple[str, Index], int | Symbol]


def make_content(code: str, period: Period, numbers: Numbers | None = None) -> ReleaseContent:
    """Tables of the period with a number of its own in each cell; of months all multiples of 5.

    numbers: other numbers, or symbols, by table and index. Totals stay what they were.
    """
    rules = get_rule_set()
    tables = [
        _make_table(rules.get_spec(table), place, period, numbers or {})
        for place, table in enumerate(rules.get_tables(period.kind), start=1)
    ]
    waits = {str(month): 10 + month.number for month in period.months}
    return ReleaseContent(Tables(code, period, tuple(tables)), rules.version, waits)


def _make_table(spec: TableSpec, place: int, period: Period, numbers: Numbers) -> PublishedTable:
    step = 5 if period.kind is Kind.MONTH else 1
    size = len(period.months)
    counts = {
        index: step * (size * (place + 7 * position % 23) + 5 * (position % 3))
        for position, index in enumerate(spec.cells())
    }
    cells = {index: Cell(count) for index, count in Counts(spec, counts).with_totals().items()}
    for (table, index), number in numbers.items():
        if table == spec.id:
            cells[index] = Cell(None, number) if isinstance(number, Symbol) else Cell(number)
    return PublishedTable(spec, cells, 5 if period.kind is Kind.MONTH else None)


def publish_content(
    content: ReleaseContent, *, at: datetime = PUBLISHED_AT, state: State = State.PUBLISHED, **fields
) -> Release:
    """Store a release as if it had been prepared, decided on and published."""
    return publish_text(
        write_content(content), content.release.id, content.release.period, at=at, state=state, **fields
    )


def publish_text(
    text: str, code: str, period: Period, *, at: datetime = PUBLISHED_AT, state: State = State.PUBLISHED, **fields
) -> Release:
    statistician, lead = fields.pop("by", None) or (make_statistician(), make_lead())
    extract = Extract.objects.create(
        period=period.code,
        content="{}",
        sha256=compute_hash(code),
        facts=0,
        rule_set=1,
        code_version="test",
        frozen_at=at,
        frozen_by=statistician,
    )
    last = period.months[-1]
    is_decided = state in {State.APPROVED, State.PUBLISHED, State.REFUSED}
    values = {
        "kind": period.kind.value,
        "period_code": period.code,
        "first_day": date(period.months[0].year, period.months[0].number, 1),
        "last_day": date(last.year, last.number, monthrange(last.year, last.number)[1]),
        "code": code,
        "position": Release.objects.next_position(),
        "state": state,
        "extract": extract,
        "rule_set": 1,
        "code_version": "test",
        "content": text,
        "sha256": compute_hash(text),
        "scheduled_for": at,
        "prepared_by": statistician,
        "prepared_at": at,
        "decided_by": lead if is_decided else None,
        "decided_at": at if is_decided else None,
        "published_at": at if state == State.PUBLISHED else None,
    }
    return Release.objects.create(**values | fields)


def publish_figures(code: str, numbers: Numbers | None = None, **fields) -> Release:
    """A published release of 2026-03, 2026-q1 or 2026; revision and note make it a correction, such as 2026-q1-2."""
    revision = fields.get("revision", 1)
    period = parse_period(code if revision == 1 else code.rpartition("-")[0])
    return publish_content(make_content(code, period, numbers), **fields)

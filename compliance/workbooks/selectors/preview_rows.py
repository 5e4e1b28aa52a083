"""Show rows of an upload as they would be stored, before anything of them is.

See docs/requirements/suppliers.md#upload-preview.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from compliance.workbooks.choices import Outcome
from compliance.workbooks.columns import ACTIONS, FINDINGS, SUPPLIERS, sheet_kinds
from compliance.workbooks.labels import COLUMN_LABELS
from compliance.workbooks.messages import MessageJSON
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.selectors.preview import EMPTY_VALUE, describe_value

MAX_ROWS = 50
# What a person filters by, the outcomes behind it, and its word on the page.
VIEWS: dict[str, tuple[tuple[Outcome, ...], object]] = {
    "add": ((Outcome.ADD,), _("To add")),
    "change": ((Outcome.CHANGE,), _("To change")),
    "leave": ((Outcome.SAME, Outcome.SKIP), _("No change")),
    "refuse": ((Outcome.ERROR,), _("Not accepted")),
}
TITLE_COLUMNS = {SUPPLIERS: "supplier_name", FINDINGS: "finding_ref", ACTIONS: "finding_ref"}
SHOWN_COLUMNS = {
    SUPPLIERS: (
        "supplier_name", "country", "company_number", "sector", "tier", "annual_spend_gbp", "site_name", "town",
        "buys_from_ref",
    ),
    FINDINGS: ("audit_ref", "finding_ref", "site_ref", "code_area", "issue_code", "grade", "description", "due_date"),
    ACTIONS: ("audit_ref", "finding_ref", "action_no", "corrective_action", "due_date", "status", "responsible_name"),
}  # fmt: skip
SEARCHED_COLUMNS = ("supplier_name", "supplier_ref", "finding_ref", "audit_ref")
LONG_VALUE = 120


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """Hold a value in words, and what was guessed of it or is wrong with it."""

    label: str
    value: str
    notes: tuple[str, ...]
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """Hold a row as it would be stored. others: what is said of columns that are not shown."""

    sheet: str
    number: int
    cells: tuple[PreviewCell, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviewTable:
    """Hold the first rows of one kind, under the columns that any of them fills."""

    kind: str
    labels: tuple[str, ...]
    rows: tuple[PreviewRow, ...]


@dataclass(frozen=True, slots=True)
class PreviewTab:
    """Hold an outcome that a person can look at, and how many rows it has."""

    code: str
    label: object
    count: int
    is_shown: bool


def get_tabs(upload: Import, shown: str) -> list[PreviewTab]:
    """Return the outcomes with their counts."""
    return [
        PreviewTab(code, label, sum(upload.counts.get(outcome, 0) for outcome in outcomes), code == shown)
        for code, (outcomes, label) in VIEWS.items()
    ]


def choose_view(upload: Import, asked: str) -> str:
    """Return the view asked for, else the first that has rows."""
    tabs = get_tabs(upload, "")
    return asked if asked in VIEWS else next((tab.code for tab in tabs if tab.count), "add")


def filter_rows(
    rows: QuerySet[StagedRow], view: str, *, text: str = "", only_noted: bool = False
) -> QuerySet[StagedRow]:
    """Return the rows of a view, by name or reference, and with notes alone where asked for."""
    rows = rows.filter(outcome__in=VIEWS[view][0])
    if text := text.strip():
        condition = Q()
        for name in SEARCHED_COLUMNS:
            condition |= Q(**{f"values__{name}__icontains": text})
        rows = rows.filter(condition)
    if only_noted:
        rows = rows.exclude(messages=[])
    return rows.order_by("position")


def get_tables(rows: Iterable[StagedRow]) -> list[PreviewTable]:
    """Return the rows in a table for each kind."""
    by_kind: dict[str, list[StagedRow]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    return [_build_table(kind, kind_rows) for kind, kind_rows in by_kind.items()]


def _build_table(kind: str, rows: list[StagedRow]) -> PreviewTable:
    title = TITLE_COLUMNS[kind]
    names = [
        name for name in SHOWN_COLUMNS[kind] if name == title or any(_says_something(name, row, title) for row in rows)
    ]
    return PreviewTable(
        kind, tuple(str(COLUMN_LABELS[name]) for name in names), tuple(_build_row(kind, row, names) for row in rows)
    )


def _says_something(name: str, row: StagedRow, title: str) -> bool:
    """Return whether a value is more than what a file without the column gets, and no repetition of the title."""
    default = sheet_kinds()[row.kind].column(name).default
    has_note = any(message.get("field") == name for message in row.messages)
    return has_note or row.values.get(name) not in (None, "", default, row.values.get(title))


def _build_row(kind: str, row: StagedRow, names: list[str]) -> PreviewRow:
    messages: dict[str, list[MessageJSON]] = {}
    for message in row.messages:
        messages.setdefault(str(message.get("field") or ""), []).append(message)
    cells = []
    for name in names:
        found = messages.pop(name, [])
        cells.append(
            PreviewCell(
                str(COLUMN_LABELS[name]),
                _shorten(_describe(kind, name, row.values.get(name))),
                tuple(message["message"] for message in found),
                any(message["level"] == "error" for message in found),
            )
        )
    others = tuple(message["message"] for found in messages.values() for message in found)
    return PreviewRow(row.sheet, row.number, tuple(cells), others)


def _describe(kind: str, name: str, value: object) -> str:
    return EMPTY_VALUE if value in (None, "") else describe_value(sheet_kinds()[kind].column(name), value)


def _shorten(text: str) -> str:
    return text if len(text) <= LONG_VALUE else f"{text[: LONG_VALUE - 1]}…"

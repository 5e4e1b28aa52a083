"""Show what an upload would change in records that are kept, field by field and in words.

See docs/requirements/suppliers.md#upload-preview.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.suppliers.templatetags.suppliers import pounds
from compliance.workbooks.choice_synonyms import choice_words
from compliance.workbooks.choices import Outcome
from compliance.workbooks.columns import ACTIONS, FINDINGS, SUPPLIERS, Column, sheet_kinds
from compliance.workbooks.labels import COLUMN_LABELS, FIELD_LABELS, RECORD_LABELS
from compliance.workbooks.models import StagedRow
from compliance.workbooks.planning import actions, findings, suppliers
from portal.reference.synonyms import get_country_names

# The columns behind the fields of each record; of those that have another name there, the planners' own tables.
FIELD_COLUMNS = {
    "supplier": (SUPPLIERS, suppliers.SUPPLIER_FIELDS | {"country": "country"}),
    "site": (SUPPLIERS, suppliers.SITE_FIELDS),
    "relation": (SUPPLIERS, suppliers.RELATION_FIELDS | {"product": "products"}),
    "figures": (SUPPLIERS, suppliers.FIGURE_FIELDS),
    "providers": (SUPPLIERS, {"labour_providers": "labour_providers"}),
    "audit": (FINDINGS, findings.AUDIT_FIELDS),
    "finding": (FINDINGS, findings.FINDING_FIELDS | {"carried_from_ref": "carried_from"}),
    "action": (ACTIONS, actions.ACTION_FIELDS),
}
# Whether a guess was confirmed: asked elsewhere, and nothing that a file says.
IGNORED_FIELDS = frozenset({"issue_is_suggested"})
EMPTY_VALUE = "–"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """Hold one field that a row would change, with its old and new value in words."""

    sheet: str
    number: int
    field: str
    old: str
    new: str


def filter_changing_rows(rows: QuerySet[StagedRow]) -> QuerySet[StagedRow]:
    """Return rows that change a record that is kept, those among them that also add one."""
    condition = Q(outcome=Outcome.CHANGE)
    for what in FIELD_COLUMNS:
        condition |= Q(outcome=Outcome.ADD, **{f"changes__{what}__is_new": False})
    return rows.filter(condition).order_by("position")


def get_change_lines(rows: Iterable[StagedRow]) -> Iterator[ChangeLine]:
    """Yield the fields that rows would change in records that exist."""
    for row in rows:
        for what, change in row.changes.items():
            for name, (old, new) in {} if change["is_new"] else change["fields"].items():
                if name not in IGNORED_FIELDS:
                    column = get_columns(what).get(name)
                    yield ChangeLine(
                        row.sheet,
                        row.number,
                        _field_label(what, name),
                        describe_value(column, old),
                        describe_value(column, new),
                    )


@cache
def get_columns(what: str) -> dict[str, Column]:
    """Return the column of each field of a record that has one."""
    code, fields = FIELD_COLUMNS[what]
    kind = sheet_kinds()[code]
    return {field: kind.column(column) for column, field in fields.items() if kind.has(column)}


def _field_label(what: str, name: str) -> str:
    column = get_columns(what).get(name)
    return f"{RECORD_LABELS[what]}: {COLUMN_LABELS[column.name] if column else FIELD_LABELS[name]}"


def describe_value(column: Column | None, value: object) -> str:
    """Return a saved value as people write it."""
    if value in (None, "", []):
        return EMPTY_VALUE
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    kind = column.kind if column else ""
    if kind == "choice":
        return choice_words(column.limits[0]).label(str(value))  # type: ignore[union-attr]  # a kind is of a column
    if kind == "area":
        return choice_words("areas").label(str(value))
    if kind == "country":
        return get_country_names().get(str(value), str(value))
    if kind in ("date", "past date"):
        return date_format(date.fromisoformat(str(value)), "j F Y")
    if kind == "money" and isinstance(value, int):
        return pounds(value)
    return f"{value:,}" if isinstance(value, int) else str(value)

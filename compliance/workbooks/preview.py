"""What an upload would change in records that are kept, field by field and in words (suppliers 8)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from compliance.suppliers.templatetags.suppliers import pounds
from compliance.workbooks.choice_synonyms import words
from compliance.workbooks.choices import Outcome
from compliance.workbooks.columns import ACTIONS, FINDINGS, SUPPLIERS, Column, kinds
from compliance.workbooks.labels import COLUMNS, FIELDS, RECORDS
from compliance.workbooks.models import StagedRow
from compliance.workbooks.planning import actions, findings, suppliers
from portal.reference.synonyms import country_list

# The columns behind the fields of each record; of those that have another name there, the planners' own tables.
FIELDS_OF = {
    "supplier": (SUPPLIERS, suppliers.SUPPLIER | {"country": "country"}),
    "site": (SUPPLIERS, suppliers.SITE),
    "relation": (SUPPLIERS, suppliers.RELATION | {"product": "products"}),
    "figures": (SUPPLIERS, suppliers.FIGURES),
    "providers": (SUPPLIERS, {"labour_providers": "labour_providers"}),
    "audit": (FINDINGS, findings.AUDIT),
    "finding": (FINDINGS, findings.FINDING | {"carried_from_ref": "carried_from"}),
    "action": (ACTIONS, actions.ACTION),
}
# Whether a guess was confirmed: asked elsewhere, and nothing that a file says.
PASSED_OVER = frozenset({"issue_is_suggested"})
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Line:
    sheet: str
    number: int
    field: str
    old: str
    new: str


def changing(rows: QuerySet[StagedRow]) -> QuerySet[StagedRow]:
    """Rows that change a record that is kept, those among them that also add one."""
    kept = Q(outcome=Outcome.CHANGE)
    for what in FIELDS_OF:
        kept |= Q(outcome=Outcome.ADD, **{f"changes__{what}__is_new": False})
    return rows.filter(kept).order_by("position")


def lines(rows: Iterable[StagedRow]) -> Iterator[Line]:
    for row in rows:
        for what, change in row.changes.items():
            for name, (old, new) in {} if change["is_new"] else change["fields"].items():
                if name not in PASSED_OVER:
                    column = columns_of(what).get(name)
                    yield Line(row.sheet, row.number, _label(what, name), in_words(column, old), in_words(column, new))


@cache
def columns_of(what: str) -> dict[str, Column]:
    """The column of each field of a record that has one."""
    code, fields = FIELDS_OF[what]
    kind = kinds()[code]
    return {field: kind.column(column) for column, field in fields.items() if kind.has(column)}


def _label(what: str, name: str) -> str:
    column = columns_of(what).get(name)
    return f"{RECORDS[what]}: {COLUMNS[column.name] if column else FIELDS[name]}"


def in_words(column: Column | None, value: Any) -> str:
    """A value as it is kept, as people write it."""
    if value in (None, "", []):
        return NOTHING
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    kind = column.kind if column else ""
    if kind == "choice":
        return words(column.limits[0]).label(str(value))  # type: ignore[union-attr]  # a kind is of a column
    if kind == "area":
        return words("areas").label(str(value))
    if kind == "country":
        return country_list().get(value, value)
    if kind in ("date", "past date"):
        return date_format(date.fromisoformat(str(value)), "j F Y")
    if kind == "money":
        return pounds(value)
    return f"{value:,}" if isinstance(value, int) else str(value)

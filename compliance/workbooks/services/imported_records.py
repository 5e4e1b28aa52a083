"""Find the records that staged rows wrote, by the thousand, and check whether they still are as the rows made them."""

from collections.abc import Callable, Sequence
from typing import Any, TypedDict

from django.db.models import Model
from django.utils import timezone

from compliance.audits.models import Action, Audit, Finding
from compliance.suppliers.models import Site, Supplier, SupplyRelation, WorkerFigures
from compliance.workbooks.choices import Kind
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.services.staged_rows import action_key, finding_key, relation_key, site_key
from portal.core.triggers import get_derived_columns

# Fields that name other records; rows have the other's key.
LINK_FIELDS = frozenset({"supplier", "site", "carried_from"})
# What names a record, and what the portal itself keeps about it: no person changes these alone.
SYSTEM_FIELDS = frozenset(
    {
        "id", "uuid", "organisation", "key", "likeness", "created_at", "changed_at", "created_by", "version",
        "position", "number", "counted_on", "products_key", "is_stub", "closed_by_user", "verified_by_user",
    }
)  # fmt: skip
# What a record belongs to; rows name it only where they may move the record.
PARENT_FIELDS = {
    SupplyRelation: {"supplier", "buys_from"},
    WorkerFigures: {"site"},
    Audit: {"site", "audit_ref"},
    Finding: {"audit"},
    Action: {"finding"},
}


class RecordChange(TypedDict):
    """What a row wrote of one record: each field's old and new value, and whether it made the record."""

    fields: dict[str, tuple[object, object]]
    is_new: bool


def get_record_key(what: str, row: StagedRow) -> Any:  # Any: each kind of record has its own key
    """Return the key of a row's record, as find_records has it."""
    if what == "relation":
        return relation_key(row)
    if what == "finding":
        return finding_key(row)
    if what == "action":
        return action_key(row)
    if what == "audit" and row.kind == Kind.SUPPLIERS:
        return site_key(row), row.changes["audit"]["fields"]["ended_on"][1]
    return site_key(row) if what in ("site", "figures") else row.group


def find_records(
    upload: Import, what: str, rows: Sequence[StagedRow]
) -> dict[Any, Any]:  # Any: records of any kind, by the key of that kind
    """Return the records of these rows by get_record_key, locked until the transaction ends."""
    return FINDERS[what](upload, [get_record_key(what, row) for row in rows])


def _suppliers(upload: Import, keys: Sequence[str]) -> dict[Any, Any]:
    return {row.key: row for row in _locked(Supplier, upload).filter(key__in=set(keys))}


def _sites(upload: Import, keys: Sequence[str]) -> dict[Any, Any]:
    rows = _locked(Site, upload).select_related("supplier").filter(key__in=set(keys))
    return {row.key: row for row in rows}


def _figures(upload: Import, keys: Sequence[str]) -> dict[Any, Any]:
    rows = _locked(WorkerFigures, upload).filter(
        counted_on=timezone.localdate(upload.received_at), site__key__in=set(keys)
    )
    return {row.site.key: row for row in rows.select_related("site")}


def _relations(upload: Import, keys: Sequence[tuple[str, str, str]]) -> dict[Any, Any]:
    rows = _locked(SupplyRelation, upload).filter(supplier__key__in={seller for seller, _, _ in keys})
    return {
        (row.supplier.key, row.buys_from.key if row.buys_from else "", row.products_key): row
        for row in rows.select_related("supplier", "buys_from")
    }


def _audits(upload: Import, keys: Sequence[Any]) -> dict[Any, Any]:
    """Return audits by reference; those that a list of suppliers only dates by site and day."""
    dated = {key for key in keys if isinstance(key, tuple)}
    rows = _locked(Audit, upload).select_related("site")
    by_reference = {audit.key: audit for audit in rows.filter(key__in=set(keys) - dated)}
    stubs = rows.filter(is_stub=True, site__key__in={site for site, _day in dated}) if dated else ()
    return by_reference | {(audit.site.key, audit.ended_on.isoformat()): audit for audit in stubs}


def _findings(upload: Import, keys: Sequence[tuple[str, str]]) -> dict[Any, Any]:
    audits, findings = {audit for audit, _ in keys}, {finding for _, finding in keys}
    rows = _locked(Finding, upload).filter(audit__key__in=audits, key__in=findings)
    return {(finding.audit.key, finding.key): finding for finding in rows.select_related("audit", "carried_from")}


def _actions(upload: Import, keys: Sequence[tuple[str, str, int]]) -> dict[Any, Any]:
    rows = _locked(Action, upload).filter(
        finding__audit__key__in={audit for audit, _, _ in keys}, finding__key__in={finding for _, finding, _ in keys}
    )
    return {
        (action.finding.audit.key, action.finding.key, action.number): action
        for action in rows.select_related("finding__audit")
    }


def _locked(model: Any, upload: Import) -> Any:
    return model.objects.for_organisation(upload.organisation).select_for_update(of=("self",)).order_by("pk")


FINDERS: dict[str, Callable[[Import, Sequence[Any]], dict[Any, Any]]] = {
    "supplier": _suppliers,
    "site": _sites,
    "figures": _figures,
    "relation": _relations,
    "audit": _audits,
    "finding": _findings,
    "action": _actions,
}


def is_unchanged(record: Model, change: RecordChange) -> bool:
    """Return whether nobody changed what the row wrote, nor filled another field of a record that it made."""
    fields = change["fields"]
    if any(not has_value(record, name, new) for name, (_old, new) in fields.items()):
        return False
    if not change["is_new"]:
        return True
    ignored = SYSTEM_FIELDS | PARENT_FIELDS.get(type(record), set()) | fields.keys()
    derived = get_derived_columns(record._meta.db_table)
    others = [
        field
        for field in record._meta.concrete_fields
        if field.name not in ignored and not field.generated and field.column not in derived
    ]
    return all(has_value(record, field.name, field.get_default()) for field in others)


def has_value(record: Any, name: str, value: object) -> bool:  # Any: a row of any kind of record
    """Return whether a field of the record has this value of a row."""
    if name in LINK_FIELDS:
        other = getattr(record, name)
        # A finding that is said to carry on one that is not kept is linked to none.
        return (name == "carried_from" and other is None) or (other.key if other else "") == (value or "")
    field, current = record._meta.get_field(name), getattr(record, name)
    if current in (None, "") or value in (None, ""):
        return current in (None, "") and value in (None, "")
    return current == field.to_python(value)

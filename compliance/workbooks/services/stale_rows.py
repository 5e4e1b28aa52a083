"""What happened to the register between a comparison and its apply, so that nothing is overwritten unseen."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Q

from compliance.audits.models import Action, Audit, Finding
from compliance.suppliers.models import Site, Supplier
from compliance.suppliers.services.bulk_import import get_existing_keys
from compliance.workbooks.choices import Kind, Outcome
from compliance.workbooks.messages import Message
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.services.staged_rows import (
    action_key,
    finding_key,
    get_other_suppliers,
    refuse_rows,
    site_key,
)
from portal.history.models import Entry

# What people change by hand of a supplier without its row saying when.
RELATED_CHANGES = Q(action__startswith="suppliers.supply.") | Q(action__startswith="suppliers.site.")


def has_register_changed(upload: Import) -> bool:
    """Whether the register was changed after the comparison: by a person, or by another upload that came in or out."""
    of, since = upload.organisation, upload.compared_at
    others = Import.objects.for_organisation(of).exclude(pk=upload.pk)
    return (
        any(
            model.objects.for_organisation(of).filter(changed_at__gt=since).exists()
            for model in (Supplier, Site, Audit, Finding, Action)
        )
        or others.filter(Q(applied_at__gt=since) | Q(undone_at__gt=since)).exists()
        or Entry.objects.for_scope(of.uuid).filter(RELATED_CHANGES, at__gt=since).exists()
    )


def drop_stale_actions(upload: Import, rows: Sequence[StagedRow]) -> list[StagedRow]:
    """The rows that may go in, their actions locked until the transaction ends; the others get their message (R018).

    Only rows of an action plan are left out: an audit goes in whole.
    """
    planned = [row for row in rows if row.kind == Kind.ACTIONS and "action" in row.changes]
    changed = {action_key(row): row.changes["action"] for row in planned}
    seen = {key: 0 if change["is_new"] else change["version"] for key, change in changed.items()}
    seen = {key: version for key, version in seen.items() if version is not None}  # None: this file changed it itself
    if not seen:
        return list(rows)
    kept = Action.objects.for_organisation(upload.organisation).select_for_update(of=("self",))
    named = kept.filter(finding__audit__key__in={audit for audit, _finding, _number in seen})
    now = {
        (action.finding.audit.key, action.finding.key, action.number): action
        for action in named.select_related("finding__audit").order_by("pk")
    }
    late = [row for row in planned if (key := action_key(row)) in seen and key in now and now[key].version != seen[key]]
    return _refuse_and_filter(upload, rows, {row: _changed_message(row, now[action_key(row)]) for row in late})


def _changed_message(row: StagedRow, action: Action) -> dict[str, Any]:
    return _build_message(
        row, "R018", "row_version", row.values.get("row_version"), date=f"{action.changed_at:%-d %B %Y}"
    )


def _build_message(
    row: StagedRow, code: str, column: str, value: Any, *, is_warning: bool = False, **more: Any
) -> dict[str, Any]:
    """A message about a row, as the comparison would have said it."""
    text = str(value or "")
    values = {"column": column, "value": text} | more
    message = Message(code, row.sheet or None, row.number, None, text, values, is_warning)
    return message.as_json() | {"field": column}


def _refuse_and_filter(
    upload: Import, rows: Sequence[StagedRow], out: dict[StagedRow, dict[str, Any]]
) -> list[StagedRow]:
    refuse_rows(upload, out)
    return [row for row in rows if row not in out]


def drop_rows_without_supplier(
    upload: Import, rows: Sequence[StagedRow], early: Sequence[StagedRow], kept: Collection[str]
) -> list[StagedRow]:
    """Rows whose own supplier and site, and whose buyer, are in the register or come with them; the others get R015.

    kept: keys of the suppliers that are in the register. A labour provider that is gone is left out of its row.
    """
    there = {*kept, *_new_keys("supplier", [*early, *rows], lambda row: row.group)}
    sites = {site_key(row) for row in rows if site_key(row)}
    sited = {*get_existing_keys(Site, upload.organisation, sites), *_new_keys("site", rows, site_key)}
    out: dict[StagedRow, dict[str, Any]] = {}
    for row in rows:
        buyer, providers = get_other_suppliers(row)
        if row.group not in there:
            out[row] = _build_message(row, "R015", "supplier_ref", row.values.get("supplier_ref"))
        elif site_key(row) and site_key(row) not in sited:
            out[row] = _build_message(row, "R015", "site_ref", row.values.get("site_ref"))
        elif buyer and buyer not in there:
            out[row] = _build_message(row, "R015", "buys_from_ref", row.values.get("buys_from_ref"))
        elif gone := [key for key in providers if key not in there]:
            _drop_providers(row, gone)
    return _refuse_and_filter(upload, rows, out)


def _drop_providers(row: StagedRow, gone: Sequence[str]) -> None:
    change = row.changes["providers"]["fields"]["labour_providers"]
    change[1] = [key for key in change[1] if key not in gone]
    row.messages += [_build_message(row, "R015", "labour_providers", key, is_warning=True) for key in gone]
    row.save(update_fields=["changes", "messages"])


def drop_rows_without_audit(upload: Import, rows: Sequence[StagedRow]) -> list[StagedRow]:
    """Rows whose site, audit and finding are in the register or come with them; the others get R015 or R016.

    Where one row of an audit stays out, all of these do: an audit goes in whole.
    """
    of = upload.organisation
    sites = {row.changes["audit"]["fields"]["site"][1] for row in rows if _names_site(row)}
    sited = get_existing_keys(Site, of, sites)
    audits = {
        *get_existing_keys(Audit, of, {row.group for row in rows}),
        *_new_keys("audit", rows, lambda row: row.group),
    }
    named = Finding.objects.for_organisation(of).filter(audit__key__in={row.group for row in rows})
    findings = {*named.values_list("audit__key", "key"), *_new_keys("finding", rows, finding_key)}
    out: dict[StagedRow, dict[str, Any]] = {}
    for row in rows:
        site = row.values.get("site_ref")
        if _names_site(row) and row.changes["audit"]["fields"]["site"][1] not in sited:
            out[row] = _build_message(row, "R015", "site_ref", site)
        elif row.group not in audits or (finding_key(row)[1] and finding_key(row) not in findings):
            out[row] = _build_message(
                row, "R016", "finding_ref", row.values.get("finding_ref"), audit=row.values.get("audit_ref")
            )
    said = {row.group: message for row, message in out.items() if row.kind == Kind.FINDINGS}
    out |= {row: said[row.group] | {"row": row.number} for row in rows if row.group in said and row not in out}
    return _refuse_and_filter(upload, rows, out)


def _names_site(row: StagedRow) -> bool:
    return "site" in row.changes.get("audit", {"fields": {}})["fields"]


def _new_keys(what: str, rows: Sequence[StagedRow], key: Any) -> set[Any]:
    return {key(row) for row in rows if row.changes.get(what, {}).get("is_new") and row.outcome != Outcome.ERROR}

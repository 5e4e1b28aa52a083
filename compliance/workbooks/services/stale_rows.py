"""Check what happened to the register between a comparison and its apply, so that nothing is overwritten unseen."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone

from compliance.audits.models import Action, Audit, Finding
from compliance.suppliers.models import Site, Supplier
from compliance.suppliers.services.bulk_import import get_existing_keys
from compliance.workbooks.choices import Kind, Outcome
from compliance.workbooks.messages import Message, MessageJSON
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
    """Return whether the register was changed after the comparison: by a person, or by another upload."""
    organisation, compared_at = upload.organisation, upload.compared_at
    other_uploads = Import.objects.for_organisation(organisation).exclude(pk=upload.pk)
    return (
        any(
            model.objects.for_organisation(organisation).filter(changed_at__gt=compared_at).exists()
            for model in (Supplier, Site, Audit, Finding, Action)
        )
        or other_uploads.filter(Q(applied_at__gt=compared_at) | Q(undone_at__gt=compared_at)).exists()
        or Entry.objects.for_scope(organisation.uuid).filter(RELATED_CHANGES, at__gt=compared_at).exists()
    )


def drop_stale_actions(upload: Import, rows: Sequence[StagedRow]) -> list[StagedRow]:
    """Return the rows that may go in, their actions locked until the transaction ends; the others get R018.

    Only rows of an action plan are left out: an audit goes in whole.
    """
    planned_rows = [row for row in rows if row.kind == Kind.ACTIONS and "action" in row.changes]
    changed = {action_key(row): row.changes["action"] for row in planned_rows}
    versions = {key: 0 if change["is_new"] else change["version"] for key, change in changed.items()}
    versions = {
        key: version for key, version in versions.items() if version is not None
    }  # None: this file changed it itself
    if not versions:
        return list(rows)
    actions = Action.objects.for_organisation(upload.organisation).select_for_update(of=("self",))
    candidates = actions.filter(finding__audit__key__in={audit for audit, _finding, _number in versions})
    current_actions = {
        (action.finding.audit.key, action.finding.key, action.number): action
        for action in candidates.select_related("finding__audit").order_by("pk")
    }
    stale = [
        row
        for row in planned_rows
        if (key := action_key(row)) in versions
        and key in current_actions
        and current_actions[key].version != versions[key]
    ]
    return _refuse_and_filter(
        upload, rows, {row: _changed_message(row, current_actions[action_key(row)]) for row in stale}
    )


def _changed_message(row: StagedRow, action: Action) -> MessageJSON:
    day = timezone.localdate(action.changed_at)
    return _build_message(row, "R018", "row_version", row.values.get("row_version"), date=f"{day:%-d %B %Y}")


def _build_message(
    row: StagedRow, code: str, column: str, value: Any, *, is_warning: bool = False, **extra: Any
) -> MessageJSON:
    """Return a message about a row, as the comparison would have made it."""
    text = str(value or "")
    values = {"column": column, "value": text} | extra
    message = Message(code, row.sheet or None, row.number, None, text, values, is_warning)
    return message.as_json() | {"field": column}


def _refuse_and_filter(
    upload: Import, rows: Sequence[StagedRow], refused: dict[StagedRow, MessageJSON]
) -> list[StagedRow]:
    refuse_rows(upload, refused)
    return [row for row in rows if row not in refused]


def drop_rows_without_supplier(
    upload: Import, rows: Sequence[StagedRow], early_rows: Sequence[StagedRow], existing_keys: Collection[str]
) -> list[StagedRow]:
    """Return rows whose supplier, site and buyer are in the register or come with them; the others get R015.

    existing_keys: keys of the suppliers that are in the register. A labour provider that is gone is left out of its
    row.
    """
    supplier_keys = {*existing_keys, *_new_keys("supplier", [*early_rows, *rows], lambda row: row.group)}
    sites = {site_key(row) for row in rows if site_key(row)}
    site_keys = {*get_existing_keys(Site, upload.organisation, sites), *_new_keys("site", rows, site_key)}
    refused: dict[StagedRow, MessageJSON] = {}
    for row in rows:
        buyer, providers = get_other_suppliers(row)
        if row.group not in supplier_keys:
            refused[row] = _build_message(row, "R015", "supplier_ref", row.values.get("supplier_ref"))
        elif site_key(row) and site_key(row) not in site_keys:
            refused[row] = _build_message(row, "R015", "site_ref", row.values.get("site_ref"))
        elif buyer and buyer not in supplier_keys:
            refused[row] = _build_message(row, "R015", "buys_from_ref", row.values.get("buys_from_ref"))
        elif missing := [key for key in providers if key not in supplier_keys]:
            _drop_providers(row, missing)
    return _refuse_and_filter(upload, rows, refused)


def _drop_providers(row: StagedRow, gone: Sequence[str]) -> None:
    change = row.changes["providers"]["fields"]["labour_providers"]
    change[1] = [key for key in change[1] if key not in gone]
    row.messages += [_build_message(row, "R015", "labour_providers", key, is_warning=True) for key in gone]
    row.save(update_fields=["changes", "messages"])


def drop_rows_without_audit(upload: Import, rows: Sequence[StagedRow]) -> list[StagedRow]:
    """Return rows whose site, audit and finding are in the register or come with them; the others get R015 or R016.

    Where one row of an audit stays out, all of these do: an audit goes in whole.
    """
    organisation = upload.organisation
    sites = {row.changes["audit"]["fields"]["site"][1] for row in rows if _names_site(row)}
    site_keys = get_existing_keys(Site, organisation, sites)
    audits = {
        *get_existing_keys(Audit, organisation, {row.group for row in rows}),
        *_new_keys("audit", rows, lambda row: row.group),
    }
    findings_there = Finding.objects.for_organisation(organisation).filter(audit__key__in={row.group for row in rows})
    findings = {*findings_there.values_list("audit__key", "key"), *_new_keys("finding", rows, finding_key)}
    refused: dict[StagedRow, MessageJSON] = {}
    for row in rows:
        site = row.values.get("site_ref")
        if _names_site(row) and row.changes["audit"]["fields"]["site"][1] not in site_keys:
            refused[row] = _build_message(row, "R015", "site_ref", site)
        elif row.group not in audits or (finding_key(row)[1] and finding_key(row) not in findings):
            refused[row] = _build_message(
                row, "R016", "finding_ref", row.values.get("finding_ref"), audit=row.values.get("audit_ref")
            )
    message_by_group = {row.group: message for row, message in refused.items() if row.kind == Kind.FINDINGS}
    refused |= {
        row: message_by_group[row.group] | {"row": row.number}
        for row in rows
        if row.group in message_by_group and row not in refused
    }
    return _refuse_and_filter(upload, rows, refused)


def _names_site(row: StagedRow) -> bool:
    return "site" in row.changes.get("audit", {"fields": {}})["fields"]


def _new_keys(what: str, rows: Sequence[StagedRow], key: Any) -> set[Any]:
    return {key(row) for row in rows if row.changes.get(what, {}).get("is_new") and row.outcome != Outcome.ERROR}

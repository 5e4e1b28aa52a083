"""The bulk import of audits, findings and actions from a workbook: set-based, and idempotent."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from compliance.audits.choices import FindingStatus
from compliance.audits.models import Action, Audit, Finding
from compliance.audits.services.site_facts import write_facts
from compliance.organisations.models import Organisation
from compliance.suppliers.models import Site
from compliance.suppliers.services.bulk_import import BATCH_SIZE, Change
from portal.accounts.models import User

type FindingKey = tuple[str, str]
type ActionKey = tuple[str, str, int]


def import_audits(organisation: Organisation, changes: Iterable[Change], *, by: User | None) -> dict[str, Audit]:
    """Create or change audits and return all that were named, by key. A field "site" names its site's key."""
    fields_by_key = _group_by_key(changes)
    existing = {row.key: row for row in Audit.objects.for_organisation(organisation).filter(key__in=fields_by_key)}
    sites = _get_sites(organisation, {fields["site"] for fields in fields_by_key.values() if "site" in fields})
    created, changed = [], []
    for key, fields in fields_by_key.items():
        audit = existing.get(key)
        if audit is None:
            audit = existing[key] = Audit(organisation=organisation, key=key, created_by=by)
            created.append(audit)
        elif fields:
            audit.is_stub = False
            changed.append(audit)
        _set_fields(audit, fields | ({"site": sites[fields["site"]]} if "site" in fields else {}))
    Audit.objects.bulk_create(created, batch_size=BATCH_SIZE)
    _bulk_update(Audit, changed, fields_by_key, {"is_stub", "changed_at"})
    return existing


def import_findings(changes: Iterable[Change], audits: Mapping[str, Audit]) -> dict[FindingKey, Finding]:
    """Create or change findings by (audit, finding). A changed one gets the next version.

    A field "carried_from" names the key of a finding of an earlier audit of the same site.
    """
    fields_by_key: dict[FindingKey, dict[str, Any]] = _group_by_key(changes)
    carried = {key: fields.pop("carried_from") for key, fields in fields_by_key.items() if fields.get("carried_from")}
    rows = Finding.objects.filter(audit__in=[audits[audit].pk for audit, _ in fields_by_key]).select_related("audit")
    existing = {(row.audit.key, row.key): row for row in rows}
    created, changed = [], []
    for key, fields in fields_by_key.items():
        finding = existing.get(key)
        if finding is None:
            audit = audits[key[0]]
            finding = existing[key] = Finding(audit=audit, key=key[1], position=len(existing) + 1)
            created.append(finding)
        elif fields:
            finding.version += 1
            changed.append(finding)
        _set_fields(finding, fields)
    Finding.objects.bulk_create(created, batch_size=BATCH_SIZE)
    _bulk_update(Finding, changed, fields_by_key, {"version", "changed_at"})
    _link_carried_over([(existing[key], before) for key, before in carried.items()])
    return existing


def _link_carried_over(carried: Sequence[tuple[Finding, str]]) -> None:
    """Link each to the finding of that key in the latest other audit of its site that did not end after its own."""
    before: dict[tuple[int, str], list[Finding]] = {}
    rows = Finding.objects.filter(
        audit__site__in={finding.audit.site_id for finding, _ in carried}, key__in={key for _, key in carried}
    )
    for row in rows.select_related("audit").order_by("audit__ended_on", "pk"):
        before.setdefault((row.audit.site_id, row.key), []).append(row)
    linked = []
    for finding, key in carried:
        others = [row for row in before.get((finding.audit.site_id, key), []) if row.audit_id != finding.audit_id]
        earlier = [row for row in others if row.audit.ended_on <= finding.audit.ended_on]
        if others:
            finding.carried_from = (earlier or others)[-1]
            linked.append(finding)
    Finding.objects.bulk_update(linked, ["carried_from"], batch_size=BATCH_SIZE)


def import_actions(
    organisation: Organisation, changes: Iterable[Change], *, by: User | None
) -> dict[ActionKey, Action]:
    """Create or change actions by (audit, finding, number) of existing findings.

    by: who sent them; None where they came by a supplier's link.
    """
    fields_by_key: dict[ActionKey, dict[str, Any]] = _group_by_key(changes)
    audits = {audit for audit, _, _ in fields_by_key}
    of_audits = Finding.objects.for_organisation(organisation).filter(audit__key__in=audits).select_related("audit")
    findings = {(row.audit.key, row.key): row for row in of_audits}
    rows = Action.objects.filter(finding__in=[row.pk for row in findings.values()]).select_related("finding__audit")
    existing = {(row.finding.audit.key, row.finding.key, row.number): row for row in rows}
    created, changed = [], []
    for key, fields in fields_by_key.items():
        action = existing.get(key)
        if action is None:
            action = existing[key] = Action(finding=findings[key[:2]], number=key[2])
            created.append(action)
        elif fields:
            action.version += 1
            changed.append(action)
        _set_fields(action, fields)
        if "status" in fields:
            _record_sign_off(action, by)
    Action.objects.bulk_create(created, batch_size=BATCH_SIZE)
    _bulk_update(Action, changed, fields_by_key, {"version", "changed_at", "closed_by_user", "verified_by_user"})
    return existing


def _record_sign_off(action: Action, by: User | None) -> None:
    """Record who closed the action, and so cannot verify it; who verified it here, not who reported the past."""
    is_verified = action.status == FindingStatus.VERIFIED_CLOSED
    if not is_verified:
        action.closed_by_user = by if action.status == FindingStatus.CLOSED_UNVERIFIED else None
    action.verified_by_user = by if is_verified and action.pk else None


def clear_sign_off(action: Action) -> None:
    """Clear who of the file closed it when the earlier status is restored; who closed it before stays."""
    if action.status != FindingStatus.CLOSED_UNVERIFIED:
        action.closed_by_user = None
    action.verified_by_user = None


def import_audit_stubs(
    organisation: Organisation, changes: Sequence[Change], sites: Mapping[str, Site], *, by: User | None
) -> None:
    """Create audits that a supplier list only dates: without findings, until their report comes.

    See docs/requirements/suppliers.md#supplier-rows.
    """
    stubs = []
    for change in changes:
        site, ended_on = sites[change.key], change.fields["ended_on"]
        reference = f"auto:{site.uuid.hex[:16]}:{ended_on}"
        stub = Audit(
            organisation=organisation, site=site, audit_ref=reference, key=reference, is_stub=True, created_by=by
        )
        _set_fields(stub, change.fields)
        stubs.append(stub)
    Audit.objects.bulk_create(stubs, batch_size=BATCH_SIZE, ignore_conflicts=True)
    write_facts({stub.site_id for stub in stubs}, timezone.localdate())


def _get_sites(organisation: Organisation, keys: Iterable[str]) -> dict[str, Site]:
    return {row.key: row for row in Site.objects.for_organisation(organisation).filter(key__in=set(keys))}


def _group_by_key(changes: Iterable[Change]) -> dict[Any, dict[str, Any]]:
    fields_by_key: dict[Any, dict[str, Any]] = {}
    for change in changes:
        fields_by_key.setdefault(change.key, {}).update(change.fields)
    return fields_by_key


DATE_FIELDS = frozenset({"started_on", "ended_on", "due_on", "closed_on", "completed_on", "verified_on"})


def _set_fields(row: Any, fields: Mapping[str, Any]) -> None:
    """Set the fields. Days come as ISO text; the row gets dates, so that it can be used at once."""
    for name, value in fields.items():
        setattr(row, name, date.fromisoformat(value) if name in DATE_FIELDS and isinstance(value, str) else value)


def _bulk_update(
    model: Any, rows: Sequence[Any], fields_by_key: Mapping[Any, Mapping[str, Any]], always: set[str]
) -> None:
    """Update the rows and changed_at too, since bulk_update skips auto_now."""
    for row in rows:
        row.changed_at = timezone.now()
    names = {name for fields in fields_by_key.values() for name in fields} | always
    if rows:
        model.objects.bulk_update(rows, sorted(names), batch_size=BATCH_SIZE)

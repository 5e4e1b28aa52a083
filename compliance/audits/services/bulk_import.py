"""Many audits, findings and actions at once, as a workbook brings them: set-based, and the same the second time."""

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

type FindingKey = tuple[str, str]
type ActionKey = tuple[str, str, int]


def import_audits(organisation: Organisation, changes: Iterable[Change], *, by: Any) -> dict[str, Audit]:
    """Make or change audits; all that were named, by key. A field "site" names its site's key."""
    wanted = _group_by_key(changes)
    found = {row.key: row for row in Audit.objects.for_organisation(organisation).filter(key__in=wanted)}
    sites = _get_sites(organisation, {fields["site"] for fields in wanted.values() if "site" in fields})
    made, changed = [], []
    for key, fields in wanted.items():
        audit = found.get(key)
        if audit is None:
            audit = found[key] = Audit(organisation=organisation, key=key, created_by=by)
            made.append(audit)
        elif fields:
            audit.is_stub = False
            changed.append(audit)
        _set_fields(audit, fields | ({"site": sites[fields["site"]]} if "site" in fields else {}))
    Audit.objects.bulk_create(made, batch_size=BATCH_SIZE)
    _bulk_update(Audit, changed, wanted, {"is_stub", "changed_at"})
    return found


def import_findings(changes: Iterable[Change], audits: Mapping[str, Audit]) -> dict[FindingKey, Finding]:
    """Make or change findings by (audit, finding). A changed one gets the next version.

    A field "carried_from" names the key of a finding of an earlier audit of the same site.
    """
    wanted: dict[FindingKey, dict[str, Any]] = _group_by_key(changes)
    carried = {key: fields.pop("carried_from") for key, fields in wanted.items() if fields.get("carried_from")}
    rows = Finding.objects.filter(audit__in=[audits[audit].pk for audit, _ in wanted]).select_related("audit")
    found = {(row.audit.key, row.key): row for row in rows}
    made, changed = [], []
    for key, fields in wanted.items():
        finding = found.get(key)
        if finding is None:
            audit = audits[key[0]]
            finding = found[key] = Finding(audit=audit, key=key[1], position=len(found) + 1)
            made.append(finding)
        elif fields:
            finding.version += 1
            changed.append(finding)
        _set_fields(finding, fields)
    Finding.objects.bulk_create(made, batch_size=BATCH_SIZE)
    _bulk_update(Finding, changed, wanted, {"version", "changed_at"})
    _link_carried_over([(found[key], before) for key, before in carried.items()])
    return found


def _link_carried_over(carried: Sequence[tuple[Finding, str]]) -> None:
    """Each to the finding of that key in the latest other audit of its site that did not end after its own."""
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


def import_actions(organisation: Organisation, changes: Iterable[Change], *, by: Any) -> dict[ActionKey, Action]:
    """Make or change actions by (audit, finding, number) of findings that are there.

    by: who sent them; None where they came by a supplier's link.
    """
    wanted: dict[ActionKey, dict[str, Any]] = _group_by_key(changes)
    audits = {audit for audit, _, _ in wanted}
    of_audits = Finding.objects.for_organisation(organisation).filter(audit__key__in=audits).select_related("audit")
    findings = {(row.audit.key, row.key): row for row in of_audits}
    rows = Action.objects.filter(finding__in=[row.pk for row in findings.values()]).select_related("finding__audit")
    found = {(row.finding.audit.key, row.finding.key, row.number): row for row in rows}
    made, changed = [], []
    for key, fields in wanted.items():
        action = found.get(key)
        if action is None:
            action = found[key] = Action(finding=findings[key[:2]], number=key[2])
            made.append(action)
        elif fields:
            action.version += 1
            changed.append(action)
        _set_fields(action, fields)
        if "status" in fields:
            _record_sign_off(action, by)
    Action.objects.bulk_create(made, batch_size=BATCH_SIZE)
    _bulk_update(Action, changed, wanted, {"version", "changed_at", "closed_by_user", "verified_by_user"})
    return found


def _record_sign_off(action: Action, by: Any) -> None:
    """Who said that it is done, and so cannot verify it; who verified it here, and not who told of the past."""
    is_verified = action.status == FindingStatus.VERIFIED_CLOSED
    if not is_verified:
        action.closed_by_user = by if action.status == FindingStatus.CLOSED_UNVERIFIED else None
    action.verified_by_user = by if is_verified and action.pk else None


def clear_sign_off(action: Action) -> None:
    """The status of before a file is back, and nobody of the file has said it; who closed it before stays."""
    if action.status != FindingStatus.CLOSED_UNVERIFIED:
        action.closed_by_user = None
    action.verified_by_user = None


def import_audit_stubs(
    organisation: Organisation, changes: Sequence[Change], sites: Mapping[str, Site], *, by: Any
) -> None:
    """Audits that a supplier list only dates: without findings, until their report comes (suppliers 6.1)."""
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
    wanted: dict[Any, dict[str, Any]] = {}
    for change in changes:
        wanted.setdefault(change.key, {}).update(change.fields)
    return wanted


DATE_FIELDS = frozenset({"started_on", "ended_on", "due_on", "closed_on", "completed_on", "verified_on"})


def _set_fields(row: Any, fields: Mapping[str, Any]) -> None:
    """Days come as ISO text; the row holds days, so that it can be used at once."""
    for name, value in fields.items():
        setattr(row, name, date.fromisoformat(value) if name in DATE_FIELDS and isinstance(value, str) else value)


def _bulk_update(model: Any, rows: Sequence[Any], wanted: Mapping[Any, Mapping[str, Any]], always: set[str]) -> None:
    """bulk_update passes over auto_now."""
    for row in rows:
        row.changed_at = timezone.now()
    names = {name for fields in wanted.values() for name in fields} | always
    if rows:
        model.objects.bulk_update(rows, sorted(names), batch_size=BATCH_SIZE)

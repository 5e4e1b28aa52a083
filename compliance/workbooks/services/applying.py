"""Write a previewed upload into the register, 500 rows a transaction, and continue where it was stopped."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.utils import timezone

from compliance.audits.choices import AuditStatus
from compliance.audits.models import Audit
from compliance.audits.services import bulk_import as audits
from compliance.audits.services.post_import import Settled, finish_import
from compliance.suppliers.choices import ScoreEvent
from compliance.suppliers.models import Supplier
from compliance.suppliers.services import bulk_import, risk_job
from compliance.suppliers.services.bulk_import import Change
from compliance.workbooks.choices import Kind, Outcome, State
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.services import stale_rows, supplier_followup
from compliance.workbooks.services.row_alerts import get_alert_source
from compliance.workbooks.services.staged_rows import (
    action_key,
    finding_key,
    get_other_suppliers,
    get_rows_to_write,
    relation_key,
    site_key,
    supplier_key,
)
from portal.history.services import record
from portal.jobs import protocol
from portal.jobs.leases import lock, refresh

BATCH_SIZE = 500


def start(upload: Import, now: datetime) -> bool:
    """Return whether its rows may go in now: one upload of an organisation at a time, and the others wait.

    Where the register changed while it waited, it is to be compared again. One that was stopped part-way goes on.
    """
    if upload.state == State.APPLYING:
        return True
    reset: dict[str, Any] = {} if upload.cursor else {"progress": 0, "total": get_rows_to_write(upload).count()}
    try:
        with transaction.atomic():
            protocol.renew(upload, now, state=State.APPLYING, **reset)
            if not upload.cursor and stale_rows.has_register_changed(upload):
                protocol.renew(upload, now, state=State.VALIDATING)
    except IntegrityError:
        refresh(upload)
    return upload.state == State.APPLYING


def apply_rows(upload: Import, *, clock: Callable[[], datetime]) -> None:
    """Write all rows; each batch and its cursor are one transaction: nothing is lost and nothing is written twice."""
    rows = get_rows_to_write(upload)
    if all(kind == Kind.SUPPLIERS for kind, _header in upload.sheets.values()):
        # Only a row that is refused after all needs them; to read them of every row takes as long as to write it.
        rows = rows.defer("values", "extra", "messages")
    while batch := list(rows.filter(position__gt=upload.cursor)[:BATCH_SIZE]):
        with transaction.atomic():
            lock(upload)
            write_batch(upload, batch)
            done = upload.progress + len(batch)
            protocol.renew(upload, clock(), attempt=0, cursor=batch[-1].position, progress=done)


def write_batch(upload: Import, batch: Sequence[StagedRow]) -> None:
    """Write one batch of rows into the register."""
    today = timezone.localdate(upload.received_at)
    write_suppliers(upload, [row for row in batch if row.kind == Kind.SUPPLIERS], today)
    write_audits(upload, [row for row in batch if row.kind != Kind.SUPPLIERS])


def write_suppliers(upload: Import, rows: Sequence[StagedRow], today: date) -> None:
    """Write rows of suppliers, with what they name that later rows bring."""
    if not rows:
        return
    organisation = upload.organisation
    named_keys = {key for row in rows for key in (get_other_suppliers(row)[0], *get_other_suppliers(row)[1]) if key}
    existing_keys = bulk_import.get_existing_keys(Supplier, organisation, named_keys | {row.group for row in rows})
    early_rows = _get_early_rows(upload, named_keys - existing_keys, after=rows[-1].position)
    rows = stale_rows.drop_rows_without_supplier(upload, rows, early_rows, existing_keys)
    suppliers = bulk_import.upsert_suppliers(
        organisation, _changes([*early_rows, *rows], "supplier", supplier_key, always=True)
    )
    suppliers |= {row.key: row for row in _get_suppliers(upload, (existing_keys & named_keys) - suppliers.keys())}
    bulk_import.upsert_relations(_changes(rows, "relation", relation_key), suppliers)
    site_rows = [row for row in rows if site_key(row)]
    sites = bulk_import.upsert_sites(organisation, _changes(site_rows, "site", site_key, always=True), suppliers)
    bulk_import.upsert_figures(_changes(site_rows, "figures", site_key), sites, on=today)
    bulk_import.add_providers(_changes(site_rows, "providers", site_key), sites, suppliers)
    audits.import_audit_stubs(organisation, _changes(site_rows, "audit", site_key), sites, by=upload.applied_by)


def _get_early_rows(upload: Import, missing: set[str], *, after: int) -> list[StagedRow]:
    """Return rows of suppliers that are named before their turn, marked for the undo of an apply that stopped."""
    if not missing:
        return []
    early_rows = list(get_rows_to_write(upload).filter(kind=Kind.SUPPLIERS, group__in=missing, position__gt=after))
    StagedRow.objects.filter(pk__in=[row.pk for row in early_rows]).update(is_early=True)
    return early_rows


def _get_suppliers(upload: Import, keys: set[str]) -> Iterable[Supplier]:
    return Supplier.objects.for_organisation(upload.organisation).filter(key__in=keys) if keys else ()


def write_audits(upload: Import, rows: Sequence[StagedRow]) -> None:
    """Write rows of findings and actions, and what follows from them."""
    if not rows:
        return
    organisation, rows = (
        upload.organisation,
        stale_rows.drop_rows_without_audit(upload, stale_rows.drop_stale_actions(upload, rows)),
    )
    make_drafts(upload, rows)
    count_rows_left_out(upload, rows)
    finding_rows = [row for row in rows if row.kind == Kind.FINDINGS]
    audit_rows = [row for row in rows if row.kind == Kind.FINDINGS or "audit" in row.changes]
    audits_by_key = audits.import_audits(
        organisation, _changes(audit_rows, "audit", lambda row: row.group, always=True), by=upload.applied_by
    )
    audits.import_findings(_changes(finding_rows, "finding", finding_key), audits_by_key)
    actions = audits.import_actions(organisation, _changes(rows, "action", action_key), by=upload.uploaded_by)
    touched_audits = {audit.pk for audit in audits_by_key.values()} | {
        action.finding.audit_id for action in actions.values()
    }
    acted_findings = {
        actions[key].finding_id for row in rows if row.kind == Kind.ACTIONS and (key := action_key(row)) in actions
    }
    source = get_alert_source(upload)
    stage_follow_ups(rows, finish_import(touched_audits, acted=acted_findings, at=timezone.now(), source=source))
    if upload.from_supplier:
        changed_actions = {action_key(row) for row in rows}
        supplier_followup.record_answers(
            upload.from_supplier, (actions[key] for key in changed_actions), at=timezone.now()
        )


def make_drafts(upload: Import, rows: Sequence[StagedRow]) -> None:
    """Make an audit of which a row stays out a draft, one in the register too; its row says what it was before."""
    held_rows = {row.group: row for row in reversed(rows) if row.is_held}
    status_by_key = dict(
        Audit.objects.for_organisation(upload.organisation).filter(key__in=held_rows).values_list("key", "status")
    )
    changed_rows = [
        row
        for group, row in held_rows.items()
        if status_by_key.get(group, AuditStatus.COMPLETE) == AuditStatus.COMPLETE
    ]
    for row in changed_rows:
        change = row.changes.setdefault("audit", {"is_new": False, "fields": {}})
        change["fields"]["status"] = [status_by_key.get(row.group), AuditStatus.DRAFT.value]
    StagedRow.objects.bulk_update(changed_rows, ["changes"])


def count_rows_left_out(upload: Import, rows: Sequence[StagedRow]) -> None:
    """Have each audit say how many rows of its report stay out; the first of its rows says what it said before."""
    if upload.from_supplier_id:
        return
    first_rows = {row.group: row for row in reversed(rows) if row.kind == Kind.FINDINGS}
    wrong = StagedRow.objects.filter(upload=upload, kind=Kind.FINDINGS, outcome=Outcome.ERROR, group__in=first_rows)
    left_out = dict(wrong.order_by().values_list("group").annotate(number=Count("pk")))
    audits = Audit.objects.for_organisation(upload.organisation).filter(key__in=first_rows)
    before = dict(audits.values_list("key", "rows_left_out"))
    changed_rows = [row for group, row in first_rows.items() if before.get(group, 0) != left_out.get(group, 0)]
    for row in changed_rows:
        change = row.changes.setdefault("audit", {"is_new": False, "fields": {}})
        change["fields"]["rows_left_out"] = [before.get(row.group), left_out.get(row.group, 0)]
    StagedRow.objects.bulk_update(changed_rows, ["changes"])


def stage_follow_ups(rows: Sequence[StagedRow], settled: Settled) -> None:
    """Add to the rows what followed for findings from what they wrote, so that an undo reverts it with them."""
    row_by_finding = {finding_key(row): row for row in rows}
    changed_rows = [(row, settled[key]) for key, row in row_by_finding.items() if key in settled]
    for row, moves in changed_rows:
        fields = row.changes.setdefault("finding", {"is_new": False, "fields": {}})["fields"]
        for name, (old, new) in moves.items():
            fields[name] = [fields[name][0] if name in fields else old, new]
    StagedRow.objects.bulk_update([row for row, _moves in changed_rows], ["changes"])


def _changes(
    rows: Iterable[StagedRow], what: str, key: Callable[[StagedRow], Any], *, always: bool = False
) -> list[Change]:
    """Return new values of one kind of record. always: name the record of every row, also where nothing changes."""
    return [
        Change(key(row), {name: new for name, (_, new) in row.changes.get(what, {"fields": {}})["fields"].items()})
        for row in rows
        if always or what in row.changes
    ]


def finish(upload: Import, now: datetime) -> None:
    """Close the apply: release the lease, queue the risk, and write the line of history."""
    problem_count = upload.counts.get(Outcome.ERROR, 0) or upload.counts.get("held", 0)
    state = State.DONE_WITH_ERRORS if problem_count else State.DONE
    with transaction.atomic():
        protocol.release(upload, state=state, attempt=0, applied_at=now)
        if upload.from_supplier:
            supplier_followup.record_counts(upload, now)
        risk_job.request_scores(upload.organisation, event=ScoreEvent.IMPORT, at=now)
        record(
            supplier_followup.get_sender_name(upload) or upload.applied_by or "system",
            "workbooks.import.applied", upload, dict(upload.counts),
            scope=upload.organisation.uuid, at=now,
        )  # fmt: skip

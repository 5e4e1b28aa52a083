"""The worker puts a previewed upload into the register, 500 rows a transaction, and goes on where it was stopped."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from compliance.audits.services import intake as audits
from compliance.audits.services.settling import settle
from compliance.organisations.models import Organisation
from compliance.suppliers.choices import ScoreEvent
from compliance.suppliers.models import Supplier
from compliance.suppliers.services import intake, risk_queue
from compliance.suppliers.services.intake import Change
from compliance.workbooks.choices import Kind, Outcome, State
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.reports import KEY_MARK
from compliance.workbooks.services import leases, moved, returning
from compliance.workbooks.services.moved import action_key, finding_key
from portal.history.services import record

BATCH = 500
WRITTEN = (Outcome.ADD, Outcome.CHANGE, Outcome.END)


def begin(upload: Import, now: datetime) -> bool:
    """One apply an organisation at a time: the others wait, and say so."""
    if upload.state == State.APPLYING:
        return True
    try:
        with transaction.atomic():
            leases.renew(upload, now, state=State.APPLYING, progress=0, total=rows_to_write(upload).count(), cursor=0)
    except IntegrityError:
        upload.refresh_from_db()
        return False
    return True


def rows_to_write(upload: Import) -> Any:
    """Rows that change something and whose audit is whole, or is loaded as a draft."""
    rows = StagedRow.objects.filter(upload=upload, outcome__in=WRITTEN)
    return (rows if upload.load_as_draft else rows.filter(is_held=False)).order_by("position")


def apply(upload: Import, *, clock: Callable[[], datetime]) -> None:
    """Each batch and how far it brings the cursor are one transaction: nothing is lost and nothing is twice."""
    while batch := list(rows_to_write(upload).filter(position__gt=upload.cursor)[:BATCH]):
        with transaction.atomic():
            write(upload, batch)
            leases.renew(upload, clock(), cursor=batch[-1].position, progress=upload.progress + len(batch))
    finish(upload, clock())


def write(upload: Import, batch: Sequence[StagedRow]) -> None:
    today = upload.received_at.date()
    write_suppliers(upload, [row for row in batch if row.kind == Kind.SUPPLIERS], today)
    write_audits(upload, [row for row in batch if row.kind != Kind.SUPPLIERS])


def write_suppliers(upload: Import, rows: Sequence[StagedRow], today: date) -> None:
    if not rows:
        return
    organisation = upload.organisation
    named = [*_early(upload, rows), *rows]
    suppliers = intake.take_suppliers(organisation, _changes(named, "supplier", supplier_key, always=True))
    suppliers |= _others(organisation, rows, suppliers)
    intake.take_relations(_changes(rows, "relation", place), suppliers)
    sited = [row for row in rows if site_key(row)]
    sites = intake.take_sites(organisation, _changes(sited, "site", site_key, always=True), suppliers)
    intake.take_figures(_changes(sited, "figures", site_key), sites, on=today)
    intake.take_providers(_changes(sited, "providers", site_key), sites, suppliers)
    audits.take_stubs(organisation, _changes(sited, "audit", site_key), sites, by=upload.applied_by)


def write_audits(upload: Import, rows: Sequence[StagedRow]) -> None:
    if not rows:
        return
    organisation, found = upload.organisation, [row for row in rows if row.kind == Kind.FINDINGS]
    kept = audits.take_audits(
        organisation, _changes(found, "audit", lambda row: row.group, always=True),
        drafts={row.group for row in found if row.is_held}, by=upload.applied_by,
    )  # fmt: skip
    audits.take_findings(_changes(found, "finding", finding_key), kept)
    rows = moved.without(upload, rows)
    actions = audits.take_actions(organisation, _changes(rows, "action", action_key), by=upload.uploaded_by)
    touched = {audit.pk for audit in kept.values()} | {action.finding.audit_id for action in actions.values()}
    acted = {
        actions[key].finding_id for row in rows if row.kind == Kind.ACTIONS and (key := action_key(row)) in actions
    }
    settle(touched, acted=acted, at=timezone.now())
    if upload.from_supplier:
        changed = {action_key(row) for row in rows}
        returning.tell(upload.from_supplier, (actions[key] for key in changed), at=timezone.now())


def _changes(
    rows: Iterable[StagedRow], what: str, key: Callable[[StagedRow], Any], *, always: bool = False
) -> list[Change]:
    """New values of one kind of record. always: name the record of every row, also where nothing changes."""
    return [
        Change(key(row), {name: new for name, (_, new) in row.changes.get(what, {"fields": {}})["fields"].items()})
        for row in rows
        if always or what in row.changes
    ]


def supplier_key(row: StagedRow) -> str:
    return row.group


def site_key(row: StagedRow) -> str:
    return row.key.partition(KEY_MARK)[2]


def place(row: StagedRow) -> tuple[str, str, str]:
    return tuple(row.changes["relation"]["place"])  # type: ignore[return-value]


def _early(upload: Import, rows: Sequence[StagedRow]) -> list[StagedRow]:
    """Rows of suppliers that these rows name, and that come later in the file."""
    named = {key for row in rows for key in _named(row)}
    if not named:
        return []
    kept = Supplier.objects.for_organisation(upload.organisation).filter(key__in=named)
    missing = named - set(kept.values_list("key", flat=True))
    return list(rows_to_write(upload).filter(kind=Kind.SUPPLIERS, group__in=missing))


def _named(row: StagedRow) -> list[str]:
    """Keys of other suppliers in a row: whom it sells to, and who sends workers."""
    buyer = row.changes.get("relation", {}).get("place", ["", "", ""])[1]
    providers = row.changes.get("providers", {}).get("fields", {}).get("labour_providers", [None, []])[1]
    return [*([buyer] if buyer else []), *providers]


def _others(organisation: Organisation, rows: Sequence[StagedRow], known: dict[str, Supplier]) -> dict[str, Supplier]:
    named = {key for row in rows for key in _named(row)} - known.keys()
    found = Supplier.objects.for_organisation(organisation).filter(key__in=named) if named else ()
    return {row.key: row for row in found}


def finish(upload: Import, now: datetime) -> None:
    wrong = upload.counts.get(Outcome.ERROR, 0) or upload.counts.get("held", 0)
    state = State.DONE_WITH_ERRORS if wrong else State.DONE
    with transaction.atomic():
        leases.release(upload, state, applied_at=now)
        if upload.from_supplier:
            returning.count(upload, now)
        risk_queue.ask(upload.organisation, event=ScoreEvent.IMPORT, at=now)
        record(
            returning.sender(upload) or upload.applied_by or "system",
            "workbooks.import.applied", upload, dict(upload.counts),
            scope=upload.organisation.uuid, at=now,
        )  # fmt: skip

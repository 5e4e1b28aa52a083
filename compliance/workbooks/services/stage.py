"""Read an upload by the worker and compare it with the register; nothing of it is in the register yet."""

import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import transaction

from compliance.audits.rules.alerts import ProvisionalAlert
from compliance.audits.services.alerts import raise_provisional
from compliance.suppliers.rules.references import fold_reference
from compliance.workbooks import comparison, sandbox_reader
from compliance.workbooks.cells.text import as_text
from compliance.workbooks.choices import Kind, Outcome, State
from compliance.workbooks.messages import Message, MessageJSON, render_sentence, truncate_value
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.planning import issue_confirmation
from compliance.workbooks.planning.dispatch import Registers
from compliance.workbooks.services import mappings, register_snapshot
from compliance.workbooks.types import FileRefused, Row
from portal.files import services as files
from portal.jobs import protocol
from portal.jobs.leases import lock

BATCH_SIZE = 1000
# Where a person can still say what the columns are.
MAPPING_CODES = frozenset({"F009", "F010", "F012"})
# So many rows of a sheet stand on a page that asks about it.
MAX_ROWS_SHOWN = 10
DUPLICATE_CODE = "W002"


def read_upload(upload: Import, *, clock: Callable[[], datetime]) -> None:
    """Bring an upload from received to preview, to a question about columns, or to failed. The same the second time."""
    protocol.renew(upload, clock(), state=State.CHECKING, progress=0, total=0)
    report = comparison.FileReport()
    try:
        body = get_body(upload)
        workbook = sandbox_reader.read_workbook(body, encoding=upload.encoding)
        wanted = comparison.KIND_ORDER if upload.kind == Kind.AUTO else (upload.kind,)
        today = upload.received_at.date()
        organisation = upload.organisation
        comparison.read_sheets_into(
            report, workbook.sheets, today=today, wanted=wanted, given=upload.given,
            mappings=mappings.get_mappings(organisation), is_month_first=organisation.is_month_first,
        )  # fmt: skip
    except files.FileUnavailable:
        fail_upload(upload, "F007", {"reason": "the virus scanner found something in it"}, "F007")
    except FileRefused as refused:
        heads = _head_rows(report)
        if refused.code in MAPPING_CODES and heads and not upload.from_supplier_id:
            request_columns(upload, refused, heads)
        else:
            fail_upload(upload, refused.code, refused.values, refused.wording)
    else:
        del workbook, body  # nothing of the file is needed any more, and the comparison wants room
        if report.seen.lacking and not upload.from_supplier_id:
            protocol.release(upload, state=State.MAPPING_NEEDED, attempt=0, heads=_lacking_columns(report), error=None)
        else:
            stage_rows(upload, report, clock=clock)


def get_body(upload: Import) -> bytes:
    """Return the file's bytes. Raises files.NotYet, files.NotThere."""
    if upload.file is None:
        raise files.FileUnavailable
    return files.read_body(upload.file)


def request_columns(upload: Import, refused: FileRefused, heads: list[dict[str, Any]]) -> None:
    """Release the upload with a question about its columns."""
    error = {"code": refused.code, "message": render_sentence(refused.wording, refused.values)}
    protocol.release(upload, state=State.MAPPING_NEEDED, attempt=0, heads=heads, error=error)


def fail_upload(upload: Import, code: str, values: dict[str, Any], wording: str) -> None:
    """Release the upload as failed, with the message of the code; its rows are deleted."""
    with transaction.atomic():
        lock(upload)
        StagedRow.objects.filter(upload=upload).delete()
        protocol.release(upload, state=State.FAILED, attempt=0, error=file_error(code, values, wording))


def file_error(code: str, values: dict[str, Any], wording: str) -> dict[str, Any]:
    """Return what an upload keeps about a file that could not be read: code and sentence, a guess of its encoding."""
    guess = {"guess": values["guess"], "preview": values["preview"]} if values.get("guess") else {}
    return {"code": code, "message": render_sentence(wording, values)} | guess


def _head_rows(report: comparison.FileReport) -> list[dict[str, Any]]:
    """Return the first rows of each sheet whose columns a person is asked about."""
    return [{"sheet": name, "rows": _rows(rows)} for name, rows in report.seen.heads.items()]


def _lacking_columns(report: comparison.FileReport) -> list[dict[str, Any]]:
    """Return the first rows of sheets of findings that do not say which audit they are of."""
    sheets = report.seen.lacking.items()
    return [{"sheet": name, "rows": _rows(rows), "lacks": lacks} for name, (lacks, rows) in sheets]


def _rows(rows: list[Row]) -> list[list[Any]]:
    return [[row.number, [truncate_value(as_text(value)) for value in row.values]] for row in rows[:MAX_ROWS_SHOWN]]


def stage_rows(upload: Import, report: comparison.FileReport, *, clock: Callable[[], datetime]) -> None:
    """Stage every row with what it would do."""
    digest = hashlib.sha256()
    answers = _answers(upload)
    start: dict[str, Any] = {
        "state": State.VALIDATING,
        "progress": 0,
        "total": len(report),
        "error": None,
        "ends_others": False,
    }
    protocol.renew(upload, clock(), **start)
    with transaction.atomic():
        lock(upload)
        StagedRow.objects.filter(upload=upload).delete()
    compared_at = clock()
    registers = _load_registers(upload)
    counts: Counter[str] = Counter()
    held_groups = set()
    alerts: list[ProvisionalAlert] = []
    position = 0
    rows = comparison.compare_rows(report, registers, today=upload.received_at.date(), answers=answers)
    for batch in batched(rows, BATCH_SIZE, strict=False):
        staged = []
        for row in batch:
            position += 1
            staged.append(_build_row(upload, position, row))
            digest.update(f"{row.sheet} {row.number} {row.plan.outcome} {row.plan.changes}\n".encode())
            counts[row.plan.outcome] += 1
            counts["warnings"] += sum(message.level == "warning" for message in row.messages)
            if row.is_wrong and row.kind == Kind.FINDINGS:
                held_groups.add(row.group)
            if row.kind == Kind.FINDINGS and row.values.get("issue_code"):
                alerts.append(_build_alert(upload, row))
        with transaction.atomic():
            lock(upload)
            StagedRow.objects.bulk_create(staged, batch_size=BATCH_SIZE)
            protocol.renew(upload, clock(), progress=position)
    # People may be at risk whether or not the row is good, and before anybody decides about the file.
    # See docs/requirements/suppliers.md#a-alerts.
    with transaction.atomic():
        lock(upload)
        raise_provisional(upload.organisation, alerts, clock())
    # An audit goes in whole or not at all: a half-loaded one hides its worst finding.
    # See docs/requirements/suppliers.md#whole-audits.
    audit_rows = StagedRow.objects.filter(upload=upload, kind__in=(Kind.FINDINGS, Kind.ACTIONS), group__in=held_groups)
    good_rows = audit_rows.exclude(outcome=Outcome.ERROR)
    with transaction.atomic():
        lock(upload)
        counts["held"] = good_rows.update(is_held=True) if held_groups else 0
        protocol.release(
            upload, attempt=0, **_next_state(upload, digest.hexdigest()), counts=dict(counts), compared_at=compared_at,
            cursor=0,
            sheets={name or "": [kind, report.seen.headers[name]] for name, kind in report.seen.kinds.items()},
            messages=[message_as_json(message) for message in report.seen.messages],
        )  # fmt: skip


def _next_state(upload: Import, digest: str) -> dict[str, Any]:
    """Return the next state: a person looks first; where one has said yes to the same, it goes on by itself."""
    is_as_confirmed = bool(upload.applied_by_id) and upload.digest == digest
    if upload.from_supplier_id or is_as_confirmed:
        return {"state": State.QUEUED, "digest": digest}
    is_compared_again = upload.is_compared_again or bool(upload.applied_by_id)
    return {"state": State.PREVIEW, "digest": digest, "applied_by": None, "is_compared_again": is_compared_again}


def _answers(upload: Import) -> dict[tuple[str, int], str]:
    """Return what a person said of the kinds of findings, by sheet and row."""
    answered = StagedRow.objects.filter(upload=upload, values__has_key=issue_confirmation.ANSWER_KEY)
    return {(row.sheet, row.number): row.values[issue_confirmation.ANSWER_KEY] for row in answered}


def _build_alert(upload: Import, row: comparison.ComparedRow) -> ProvisionalAlert:
    """Return the alert of a row.

    Keys are as the register will fold them; of a row that lacks one, its place in this file.
    """
    values = row.values
    audit, finding = (fold_reference(str(values.get(name) or "")) for name in ("audit_ref", "finding_ref"))
    return ProvisionalAlert(
        audit_key=audit or f"upload {upload.sha256[:16]}",
        finding_key=finding or f"row {row.number}",
        issue_code=values["issue_code"],
        site_name=str(values.get("site_ref") or ""),
        excerpt=str(values.get("description") or ""),
    )


def _load_registers(upload: Import) -> Registers:
    """Return what the upload meets; what came by a supplier's link meets that supplier's actions, and nothing else."""
    if upload.from_supplier:
        return Registers(audits=register_snapshot.load_supplier_actions(upload.from_supplier))
    sender = register_snapshot.get_sender(upload.organisation, upload.uploaded_by)
    return register_snapshot.load_registers(upload.organisation, sender=sender)


def message_as_json(message: Message) -> MessageJSON:
    """Return a message as it is printed, with the column's name; a likely duplicate names the other reference."""
    more = {"other": message.values["ref"]} if message.code == DUPLICATE_CODE else {}
    return message.as_json() | {"field": message.values.get("column")} | more


def _build_row(upload: Import, position: int, row: comparison.ComparedRow) -> StagedRow:
    return StagedRow(
        upload=upload,
        position=position,
        sheet=row.sheet or "",
        number=row.number,
        kind=row.kind,
        key=row.key[:200],
        group=row.group[:64],
        values=row.values,
        extra=row.extra,
        messages=[message_as_json(message) for message in row.messages],
        outcome=row.plan.outcome,
        changes=row.plan.changes,
    )

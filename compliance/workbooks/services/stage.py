"""Read an upload by the worker and compare it with the register; nothing of it is in the register yet."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils import timezone

from compliance.audits.rules.alerts import ProvisionalAlert
from compliance.audits.services.alerts import raise_provisional
from compliance.workbooks import comparison, sandbox_reader
from compliance.workbooks.cells.text import as_text
from compliance.workbooks.choices import Kind, Outcome, State
from compliance.workbooks.messages import FileError, Message, MessageJSON, SheetHead, render_sentence, truncate_value
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.planning import issue_confirmation, line_confirmation
from compliance.workbooks.planning.dispatch import Registers
from compliance.workbooks.services import mappings, register_snapshot
from compliance.workbooks.services.row_alerts import build_alert, get_alert_source
from compliance.workbooks.types import FileRefused, Row
from portal.core.bulk_insert import insert_values
from portal.files import services as files
from portal.jobs import protocol
from portal.jobs.leases import lock

BATCH_SIZE = 1000
# Where a person can still say what the columns are.
MAPPING_CODES = frozenset({"F009", "F010", "F012"})
# So many rows of a sheet stand on a page that asks about it.
MAX_ROWS_SHOWN = 10
DUPLICATE_CODE = "W002"
STAGED_FIELDS = (
    "upload", "position", "sheet", "number", "kind", "key", "group", "values", "extra", "messages", "outcome",
    "changes", "is_held", "is_early",
)  # fmt: skip


def read_upload(upload: Import, *, clock: Callable[[], datetime]) -> None:
    """Bring an upload from received to preview, to a question about columns, or to failed. The same the second time."""
    protocol.renew(upload, clock(), state=State.CHECKING, progress=0, total=0)
    report = comparison.FileReport()
    try:
        body = get_body(upload)
        read = sandbox_reader.read_workbook if upload.from_supplier_id else sandbox_reader.read_upload
        workbook = read(body, encoding=upload.encoding)
        report.is_offered = workbook.kind == "pdf"
        wanted = comparison.KIND_ORDER if upload.kind == Kind.AUTO else (upload.kind,)
        wanted = (comparison.FINDINGS,) if report.is_offered else wanted
        today = timezone.localdate(upload.received_at)
        organisation = upload.organisation
        comparison.read_sheets_into(
            report, workbook.sheets, today=today, wanted=wanted, unread=workbook.unread, given=upload.given,
            mappings=mappings.get_mappings(organisation), is_month_first=organisation.is_month_first,
        )  # fmt: skip
    except files.FileUnavailable:
        fail_upload(upload, "F007", {"reason": "our virus scanner found a problem in it"}, "F007")
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


def request_columns(upload: Import, refused: FileRefused, heads: list[SheetHead]) -> None:
    """Release the upload with a question about its columns."""
    error = {"code": refused.code, "message": render_sentence(refused.wording, refused.values)}
    protocol.release(upload, state=State.MAPPING_NEEDED, attempt=0, heads=heads, error=error)


def fail_upload(upload: Import, code: str, values: dict[str, object], wording: str) -> None:
    """Release the upload as failed, with the message of the code; its rows are deleted."""
    with transaction.atomic():
        lock(upload)
        StagedRow.objects.filter(upload=upload).delete()
        protocol.release(upload, state=State.FAILED, attempt=0, error=file_error(code, values, wording))


def file_error(code: str, values: dict[str, object], wording: str) -> FileError:
    """Return what an upload keeps about a file that could not be read: code and sentence."""
    return FileError(code=code, message=render_sentence(wording, values))


def _head_rows(report: comparison.FileReport) -> list[SheetHead]:
    """Return the first rows of each sheet whose columns a person may say."""
    return [{"sheet": name, "rows": _rows(rows)} for name, rows in report.seen.heads.items()]


def _lacking_columns(report: comparison.FileReport) -> list[SheetHead]:
    """Return the first rows of sheets of findings that do not say which audit they are of."""
    sheets = report.seen.lacking.items()
    return [{"sheet": name, "rows": _rows(rows), "lacks": lacks} for name, (lacks, rows) in sheets]


def _rows(rows: list[Row]) -> list[tuple[int, list[str]]]:
    return [(row.number, [truncate_value(as_text(value)) for value in row.values]) for row in rows[:MAX_ROWS_SHOWN]]


def stage_rows(upload: Import, report: comparison.FileReport, *, clock: Callable[[], datetime]) -> None:
    """Stage every row with what it would do."""
    digest = hashlib.sha256()
    answers, confirmed = _answers(upload), _confirmed_lines(upload)
    protocol.renew(
        upload, clock(), state=State.VALIDATING, progress=0, total=len(report), error=None, ends_others=False
    )
    with transaction.atomic():
        lock(upload)
        StagedRow.objects.filter(upload=upload).delete()
    compared_at = clock()
    registers = _load_registers(upload)
    counts: Counter[str] = Counter()
    held_groups = set()
    alerts: list[ProvisionalAlert] = []
    position = 0
    rows = comparison.compare_rows(
        report, registers, today=timezone.localdate(upload.received_at), answers=answers, confirmed=confirmed
    )
    for batch in batched(rows, BATCH_SIZE, strict=False):
        staged = []
        for row in batch:
            position += 1
            changes = json.dumps(row.plan.changes)
            staged.append(_build_row(upload, position, row, changes))
            digest.update(f"{row.sheet} {row.number} {row.plan.outcome} {changes}\n".encode())
            counts[row.plan.outcome] += 1
            if row.is_unconfirmed:
                counts["unconfirmed"] += 1
            counts["warnings"] += sum(message.level == "warning" for message in row.messages)
            if row.is_wrong and row.kind == Kind.FINDINGS and row.may_tell_of_harm:
                held_groups.add(row.group)
            if row.kind == Kind.FINDINGS and row.values.get("issue_code"):
                alerts.append(build_alert(upload.sha256, row, registers))
        with transaction.atomic():
            lock(upload)
            insert_values(StagedRow, STAGED_FIELDS, staged)
            protocol.renew(upload, clock(), progress=position)
    # People may be at risk whether or not the row is good, and before anybody decides about the file.
    # See docs/requirements/suppliers.md#a-alerts.
    with transaction.atomic():
        lock(upload)
        raise_provisional(upload.organisation, alerts, clock(), source=get_alert_source(upload))
    # One bad row holds up no audit, unless it may tell of harm: without it, the audit would hide its worst finding.
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
            unread=[{"sheet": status.name or "", "reason": status.reason} for status in report.seen.unread],
            heads=[] if upload.from_supplier_id else _head_rows(report),
            guessed_encoding=report.seen.encoding or upload.guessed_encoding,
        )  # fmt: skip


def _next_state(upload: Import, digest: str) -> dict[str, object]:
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


def _confirmed_lines(upload: Import) -> dict[tuple[str, int], bool]:
    """Return what a person said of the lines of a PDF, by sheet and row: whether each is a finding, read right."""
    answered = StagedRow.objects.filter(upload=upload, values__has_key=line_confirmation.ANSWER_KEY)
    return {(row.sheet, row.number): row.values[line_confirmation.ANSWER_KEY] for row in answered}


def _load_registers(upload: Import) -> Registers:
    """Return what the upload meets; what came by a supplier's link meets that supplier's actions, and nothing else."""
    if upload.from_supplier:
        return Registers(audits=register_snapshot.load_supplier_actions(upload.from_supplier))
    sender = register_snapshot.get_sender(upload.organisation, upload.uploaded_by)
    return register_snapshot.load_registers(upload.organisation, sender=sender)


def message_as_json(message: Message) -> MessageJSON:
    """Return a message as it is printed, with the column's name; a likely duplicate names the other reference."""
    as_json = message.as_json()
    as_json["field"] = message.values.get("column")
    if message.code == DUPLICATE_CODE:
        as_json["other"] = message.values["ref"]
    return as_json


def _build_row(upload: Import, position: int, row: comparison.ComparedRow, changes: str) -> tuple[Any, ...]:
    """Return the values of STAGED_FIELDS. changes: the plan's, as JSON, which the digest is made of too."""
    return (
        upload.pk,
        position,
        row.sheet or "",
        row.number,
        row.kind,
        row.key[:200],
        row.group[:64],
        json.dumps(row.values),
        json.dumps(row.extra) if row.extra else "{}",
        json.dumps([message_as_json(message) for message in row.messages]) if row.messages else "[]",
        str(row.plan.outcome),
        changes,
        False,
        False,
    )

"""The user's file back with what we found in it, made by the worker once rows are compared, and again once applied."""

from collections import Counter
from pathlib import PurePosixPath
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from compliance.workbooks import sandbox_reader
from compliance.workbooks.choices import Outcome, State
from compliance.workbooks.csv_reader import delimiter
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.services.stage import body_of
from compliance.workbooks.services.staged_rows import WRITTEN
from compliance.workbooks.writing import result
from compliance.workbooks.writing.result import Found, Results
from portal.files import services as files
from portal.jobs import leases

MADE_IN = frozenset({State.PREVIEW, State.APPLYING})
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def make(upload: Import) -> None:
    """For a preview, and for an apply whose rows are in. Nothing is made of a file that could not be read."""
    if upload.state not in MADE_IN:
        return
    sent = body_of(upload)
    workbook = sandbox_reader.read(sent, encoding=upload.encoding)
    results = of(upload)
    is_csv = workbook.kind == "csv"
    if is_csv:
        body = result.as_csv(workbook.sheets[0], results, delimiter=delimiter(sent, upload.encoding))
    else:
        body = result.as_workbook(workbook.sheets, results)
    name = f"{PurePosixPath(upload.name).stem[:100]} - results{'.csv' if is_csv else '.xlsx'}"
    with transaction.atomic():
        kept = files.keep_made(body, name=name, content_type=CSV if is_csv else XLSX, scope=upload.organisation.uuid)
        if not current(upload).update(result=kept):
            raise leases.LeaseLost


def current(upload: Import) -> QuerySet[Import, Any]:
    """Return the query for the upload, empty once another worker has it or somebody moved it on.

    The result of a preview is made after its lease was given back, so that nobody waits for it.
    """
    if upload.lease_token:
        return leases.rows_under_lease(upload)
    return Import.objects.filter(
        pk=upload.pk, lease_token=None, state=upload.state, compared_at=upload.compared_at, digest=upload.digest
    )


def of(upload: Import) -> Results:
    """What was found in each row, by sheet and Excel's row."""
    found: dict[tuple[str, int], Found] = {}
    counts: Counter[str] = Counter()
    is_applied = upload.state == State.APPLYING
    held = "draft" if is_applied and upload.load_as_draft else "held"
    rows = (
        StagedRow.objects.filter(upload=upload)
        .exclude(outcome=Outcome.END)
        .values_list("sheet", "number", "outcome", "is_held", "key", "messages")
    )
    for sheet, number, outcome, is_held, key, messages in rows.iterator():
        shown = held if is_held and outcome in WRITTEN else outcome
        counts[shown] += 1
        found[sheet, number] = Found(shown, key.replace("|", " / "), messages)
    headers = {name: row for name, (_kind, row) in upload.sheets.items()}
    return Results(found, headers, upload.messages, counts, is_applied)

"""Make the user's file with our findings in it, by the worker, once rows are compared and again once applied."""

from collections import Counter
from pathlib import PurePosixPath

from django.db import transaction
from django.db.models import QuerySet

from compliance.workbooks import sandbox_reader
from compliance.workbooks.choices import Outcome, State
from compliance.workbooks.csv_reader import detect_delimiter
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.services.stage import get_body
from compliance.workbooks.services.staged_rows import WRITTEN_OUTCOMES
from compliance.workbooks.writing import result
from compliance.workbooks.writing.result import Results, RowResult
from portal.files import services as files
from portal.jobs import leases

STATES_WITH_RESULT = frozenset({State.PREVIEW, State.APPLYING})
XLSX_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_CONTENT_TYPE = "text/csv; charset=utf-8"


def save_result(upload: Import) -> None:
    """Save the result of a preview, and of an apply whose rows are in.

    Nothing is made of a file that could not be read.
    """
    if upload.state not in STATES_WITH_RESULT:
        return
    uploaded_body = get_body(upload)
    workbook = sandbox_reader.read_upload(uploaded_body, encoding=upload.encoding)
    results = build_results(upload)
    is_csv = workbook.kind == "csv"
    if is_csv:
        body = result.render_csv(
            workbook.sheets[0], results, delimiter=detect_delimiter(uploaded_body, upload.encoding)
        )
    else:
        body = result.render_workbook(workbook.sheets, results)
    name = f"{PurePosixPath(upload.name).stem[:100]} - results{'.csv' if is_csv else '.xlsx'}"
    with transaction.atomic():
        stored = files.save_generated(
            body,
            name=name,
            content_type=CSV_CONTENT_TYPE if is_csv else XLSX_CONTENT_TYPE,
            scope=upload.organisation.uuid,
        )
        if not current_upload(upload).update(result=stored):
            raise leases.LeaseLost


def current_upload(upload: Import) -> QuerySet[Import]:
    """Return the query for the upload, empty once another worker has it or somebody moved it on.

    The result of a preview is made after its lease was given back, so that nobody waits for it.
    """
    if upload.lease_token:
        return leases.rows_under_lease(upload)
    return Import.objects.filter(
        pk=upload.pk, lease_token=None, state=upload.state, compared_at=upload.compared_at, digest=upload.digest
    )


def build_results(upload: Import) -> Results:
    """Return what was found in each row, by sheet and Excel's row."""
    row_results: dict[tuple[str, int], RowResult] = {}
    counts: Counter[str] = Counter()
    is_applied = upload.state == State.APPLYING
    held_outcome = "draft" if is_applied and upload.load_as_draft else "held"
    rows = (
        StagedRow.objects.filter(upload=upload)
        .exclude(outcome=Outcome.END)
        .values_list("sheet", "number", "outcome", "is_held", "key", "messages")
    )
    for sheet, number, outcome, is_held, key, messages in rows.iterator():
        outcome_shown = held_outcome if is_held and outcome in WRITTEN_OUTCOMES else outcome
        counts[outcome_shown] += 1
        row_results[sheet, number] = RowResult(outcome_shown, key.replace("|", " / "), messages)
    headers = {name: row for name, (_kind, row) in upload.sheets.items()}
    return Results(row_results, headers, upload.messages, counts, is_applied)

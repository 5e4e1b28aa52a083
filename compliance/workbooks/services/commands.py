"""Carry out what a person decides about an upload: say its columns, apply it, cancel it or undo it.

See docs/requirements/suppliers.md#upload-undo.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.suppliers.models import DuplicateAnswer
from compliance.suppliers.rules.references import fold_reference
from compliance.workbooks.choices import STEPS, Kind, Outcome, State
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.planning import issue_confirmation, line_confirmation
from compliance.workbooks.planning.duplicates import order_pair
from compliance.workbooks.services import import_job, mappings, stale_rows
from compliance.workbooks.services.stage import DUPLICATE_CODE
from compliance.workbooks.text_encoding import ENCODING_NAMES
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history.services import record
from portal.jobs import protocol

# Questions on one page: all of an ordinary file. The next come once these are answered.
MAX_QUESTIONS = 200
MAX_LINE_QUESTIONS = 200
PREVIEW_TTL = timedelta(days=7)
UNDO_TTL = timedelta(days=30)


def _move(upload: Import, to: State, **changes: Any) -> Import:
    """Make one step that the table allows, on the locked row. Raises ActionRefused."""
    locked = Import.objects.select_for_update().get(pk=upload.pk)
    if to not in STEPS[State(locked.state)]:
        raise ActionRefused(_("This upload has changed since you opened the page. Check its status now."))
    # A worker that was at it writes nothing more, and the next step has all its attempts.
    changes |= {"state": to, **protocol.RESTARTED}
    for name, value in changes.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(changes))
    return locked


def apply(
    upload: Import, *, by: User, at: datetime, all_or_nothing: bool = False, load_as_draft: bool = False
) -> Import:
    """Have the good rows put into the register. Pressing twice does it once.

    Raises ActionRefused; where the preview is too old, only once the new comparison is owed.
    """
    queued = _queue(upload, by=by, at=at, all_or_nothing=all_or_nothing, load_as_draft=load_as_draft)
    if queued is None:
        raise ActionRefused(
            _("Your register has changed since we compared it. We are comparing it again, so check the rows once more.")
        )
    return queued


@transaction.atomic
def _queue(upload: Import, *, by: User, at: datetime, all_or_nothing: bool, load_as_draft: bool) -> Import | None:
    """Queue the apply; return None where the file has to be compared again, which is then under way."""
    locked = Import.objects.select_for_update().get(pk=upload.pk)
    if locked.state in (State.QUEUED, State.APPLYING, State.DONE, State.DONE_WITH_ERRORS):
        return locked
    if locked.state == State.STOPPED:
        return _resume(locked, by=by, at=at)
    if all_or_nothing and locked.counts.get("error"):
        raise ActionRefused(
            _("Some rows have problems, so we did not import anything. Correct them and upload the file again.")
        )
    if locked.compared_at and (at - locked.compared_at > PREVIEW_TTL or stale_rows.has_register_changed(locked)):
        _wake(_move(locked, State.VALIDATING))
        return None
    queued = _move(
        locked, State.QUEUED, applied_by=by, all_or_nothing=all_or_nothing, load_as_draft=load_as_draft,
        is_compared_again=False,
    )  # fmt: skip
    record(by, "workbooks.import.confirmed", queued, scope=queued.organisation.uuid, at=at)
    _wake(queued)
    return queued


def _resume(stopped: Import, *, by: User, at: datetime) -> Import:
    """Queue the rows that are left, as was decided before."""
    if stopped.undone_by_id:
        raise ActionRefused(_("Part of this upload has been undone. Undo the rest first."))
    queued = _move(stopped, State.QUEUED)
    record(by, "workbooks.import.continued", queued, scope=queued.organisation.uuid, at=at)
    _wake(queued)
    return queued


@transaction.atomic
def cancel(upload: Import, *, by: User, at: datetime) -> Import:
    """Cancel the upload: nothing of it goes into the register. Raises ActionRefused."""
    cancelled = _move(upload, State.CANCELLED)
    StagedRow.objects.filter(upload=cancelled).delete()
    record(by, "workbooks.import.cancelled", cancelled, scope=cancelled.organisation.uuid, at=at)
    return cancelled


def undo(upload: Import, *, by: User, at: datetime) -> None:
    """Have the worker revert what went in. Pressing twice does it once. Raises ActionRefused."""
    try:
        with transaction.atomic():
            locked = Import.objects.select_for_update().get(pk=upload.pk)
            if locked.state == State.UNDOING:
                return
            if State.UNDOING not in STEPS[State(locked.state)] or not locked.applied_at:
                raise ActionRefused(_("You can only undo an upload that has been imported."))
            if at - locked.applied_at > UNDO_TTL and not locked.undone_by_id:
                raise ActionRefused(_("This upload was imported more than 30 days ago, so you can no longer undo it."))
            _wake(_move(locked, State.UNDOING, undone_by=by))
    except IntegrityError:
        raise ActionRefused(
            _("Your organisation is importing or undoing another upload. Try again when it is done.")
        ) from None


@transaction.atomic
def save_column_answer(
    upload: Import,
    *,
    fingerprint: str,
    kind: str,
    columns: Mapping[str, str],
    constants: Mapping[str, str] | None = None,
    by: User,
    at: datetime,
) -> Import:
    """Save which column is which, for this file and for all that come with the same headers.

    constants: what holds for every row, by column. Raises ActionRefused.
    """
    changes = {} if upload.kind == Kind.AUTO else {"kind": kind}  # the later answer of what a row is wins
    upload_row = _move(upload, State.CHECKING, **changes)
    mappings.save_mapping(
        organisation=upload_row.organisation, fingerprint=fingerprint, kind=kind, columns=columns,
        constants=constants, by=by, at=at,
    )  # fmt: skip
    _wake(upload_row)
    return upload_row


@transaction.atomic
def save_audit_answer(upload: Import, *, given: Mapping[str, object], by: User, at: datetime) -> Import:
    """Save of the audit what the columns of this one file do not say. given: plain values by column.

    Raises ActionRefused.
    """
    upload_row = _move(upload, State.CHECKING, given=dict(given))
    record(
        by,
        "workbooks.import.audit_named",
        upload_row,
        {"columns": sorted(given)},
        scope=upload_row.organisation.uuid,
        at=at,
    )
    _wake(upload_row)
    return upload_row


@transaction.atomic
def retry(upload: Import, *, by: User, at: datetime) -> Import:
    """Read a file once more that took too long, or fell with its worker. Raises ActionRefused."""
    if not upload.is_retryable:
        raise ActionRefused(_("Trying this file again will not help. Correct it and upload it again."))
    upload_row = _move(upload, State.CHECKING, error=None)
    record(by, "workbooks.import.tried_again", upload_row, scope=upload_row.organisation.uuid, at=at)
    _wake(upload_row)
    return upload_row


@transaction.atomic
def save_duplicate_answers(upload: Import, *, answers: Mapping[int, bool], by: User, at: datetime) -> Import:
    """Save of rows, by position, whether the supplier is the one it looks like. Never asked again.

    Raises ActionRefused.
    """
    upload_row = _move(upload, State.VALIDATING)
    for row in get_duplicate_questions(upload_row).filter(position__in=answers):
        other = next(message["other"] for message in row.messages if message["code"] == DUPLICATE_CODE)
        first, second = order_pair(row.group, fold_reference(other))
        saved, _new = DuplicateAnswer.objects.update_or_create(
            organisation=upload_row.organisation, first_key=first, second_key=second,
            defaults={"is_same": answers[row.position], "answered_by": by, "answered_at": at},
        )  # fmt: skip
        record(
            by, "workbooks.duplicate.answered", saved, {"is_same": saved.is_same},
            scope=upload_row.organisation.uuid, at=at,
        )  # fmt: skip
    _wake(upload_row)
    return upload_row


def get_duplicate_questions(upload: Import) -> QuerySet[StagedRow]:
    """Return rows whose supplier may be in the register under another reference."""
    rows = StagedRow.objects.filter(upload=upload, kind=Kind.SUPPLIERS, outcome=Outcome.ADD).exclude(messages=[])
    row_keys = [row.pk for row in rows.iterator() if any(message["code"] == DUPLICATE_CODE for message in row.messages)]
    return rows.filter(pk__in=row_keys[:MAX_QUESTIONS])


@transaction.atomic
def save_issue_answers(upload: Import, *, answers: Mapping[int, bool], by: User, at: datetime) -> Import:
    """Save of findings, by position, whether they are of the kind that we think. Raises ActionRefused."""
    upload_row = _move(upload, State.VALIDATING)
    for row in get_issue_questions(upload_row):
        if (is_confirmed := answers.get(row.position)) is not None:
            row.values |= {
                issue_confirmation.ANSWER_KEY: row.values[issue_confirmation.ISSUE_COLUMN] if is_confirmed else ""
            }
            row.save(update_fields=["values"])
            facts = {
                "sheet": row.sheet,
                "row": row.number,
                "code": row.values[issue_confirmation.ISSUE_COLUMN],
                "is_it": is_confirmed,
            }
            record(by, "workbooks.kind.answered", upload_row, facts, scope=upload_row.organisation.uuid, at=at)
    _wake(upload_row)
    return upload_row


def get_issue_questions(upload: Import) -> list[StagedRow]:
    """Return findings whose kind we guess and a person has to confirm; the next come once these are answered."""
    rows = StagedRow.objects.filter(upload=upload, kind=Kind.FINDINGS, outcome=Outcome.ERROR)
    guessed_rows = rows.filter(values__has_key="issue_is_suggested").order_by("position")
    questions = (row for row in guessed_rows.iterator() if any(_is_question(message) for message in row.messages))
    return list(islice(questions, MAX_QUESTIONS))


@transaction.atomic
def save_line_answers(upload: Import, *, answers: Mapping[int, bool], by: User, at: datetime) -> Import:
    """Save of lines of a PDF, by position, whether each is a finding that we read right. Raises ActionRefused."""
    upload_row = _move(upload, State.VALIDATING)
    said = {True: 0, False: 0}
    rows = [row for row in get_line_questions(upload_row) if row.position in answers]
    for row in rows:
        row.values |= {line_confirmation.ANSWER_KEY: answers[row.position]}
        said[answers[row.position]] += 1
    StagedRow.objects.bulk_update(rows, ["values"])
    facts = {"confirmed": said[True], "left_out": said[False]}
    record(by, "workbooks.lines.answered", upload_row, facts, scope=upload_row.organisation.uuid, at=at)
    _wake(upload_row)
    return upload_row


def get_line_questions(upload: Import) -> list[StagedRow]:
    """Return lines of a PDF that a person has to confirm; the next come once these are answered."""
    if not upload.counts.get("unconfirmed"):
        return []
    rows = StagedRow.objects.filter(upload=upload, kind=Kind.FINDINGS, outcome=Outcome.ERROR).order_by("position")
    questions = (row for row in rows.iterator() if any(_asks_about_line(message) for message in row.messages))
    return list(islice(questions, MAX_LINE_QUESTIONS))


def _asks_about_line(message: Mapping[str, Any]) -> bool:
    return line_confirmation.is_question(message["code"], {"column": message["field"]})


def _is_question(message: Mapping[str, Any]) -> bool:
    return issue_confirmation.is_question(message["code"], {"column": message["field"]}, message["level"] == "warning")


@transaction.atomic
def read_with_encoding(upload: Import, *, encoding: str, by: User, at: datetime) -> Import:
    """Read a CSV file again, in the encoding that a person chose instead of our guess. Raises ActionRefused."""
    if not upload.guessed_encoding or encoding not in ENCODING_NAMES:
        raise ActionRefused(_("We cannot read this file in that encoding. Save it as CSV UTF-8 and upload it again."))
    upload_row = _move(upload, State.CHECKING, encoding=encoding, error=None)
    record(
        by, "workbooks.import.encoded", upload_row, {"encoding": encoding}, scope=upload_row.organisation.uuid, at=at
    )
    _wake(upload_row)
    return upload_row


def _wake(upload: Import) -> None:
    Import.objects.filter(pk=upload.pk).update(waits_since=timezone.now())
    transaction.on_commit(partial(protocol.wake, import_job.JOB, upload.pk))

"""The job of an upload. Its row is the truth; the job may be woken any number of times.

See docs/requirements/security.md#background-jobs.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy

from compliance.workbooks.choices import WORKING, State
from compliance.workbooks.models import Import, StagedRow
from compliance.workbooks.services import applying, notifications, result_workbook, stage, undoing
from portal.files.services import FileNotScanned
from portal.jobs import protocol
from portal.jobs.leases import LeaseLost
from portal.jobs.protocol import JobKind

logger = logging.getLogger(__name__)
READ = frozenset({State.RECEIVED, State.CHECKING, State.VALIDATING})
# Until the scanner has looked at a file, or another upload of the organisation is done.
ASK_AGAIN_AFTER = timedelta(seconds=30)


def work_on_import(import_id: int, *, clock: Callable[[], datetime]) -> None:
    """Do the next step of one upload, unless another worker is at it."""
    upload = protocol.claim(JOB, pk=import_id, now=clock(), lease=Import.READING_LEASE)
    if upload is None:
        return
    error = protocol.attempt(JOB, upload, partial(step, clock=clock), clock=clock)
    if isinstance(error, LeaseLost):
        return
    if error is None and upload.state == State.QUEUED and upload.lease_until is None and upload.next_at is None:
        work_on_import(import_id, clock=clock)  # from a supplier: nobody looks at it first
    notifications.notify_if_slow(import_id, clock())


def retry(upload: Import, *, now: datetime) -> bool:
    """Take an upload up again that was put aside. Return whether there was one."""
    return protocol.retry(JOB, pk=upload.pk, now=now)


def step(upload: Import, clock: Callable[[], datetime]) -> None:
    """Do one step, and give the upload back where it cannot be done now. Raises LeaseLost."""
    try:
        _step(upload, clock)
    except FileNotScanned:  # the scanner has not looked at it; the sweep asks again
        protocol.postpone(upload, clock() + ASK_AGAIN_AFTER)


def _step(upload: Import, clock: Callable[[], datetime]) -> None:
    if upload.state in READ:
        read(upload, clock)
    elif upload.state == State.UNDOING:
        undoing.undo_import(upload, clock=clock)
    elif applying.start(upload, clock()):
        applying.apply_rows(upload, clock=clock)
        protocol.renew(upload, clock(), lease=Import.READING_LEASE)
        save_result(upload)
        applying.finish(upload, clock())
    elif upload.state == State.VALIDATING:
        read(upload, clock)
    else:
        # Another upload of the organisation goes in or out: this one waits for it.
        protocol.postpone(upload, clock() + ASK_AGAIN_AFTER)


def read(upload: Import, clock: Callable[[], datetime]) -> None:
    stage.read_upload(upload, clock=clock)
    save_result(upload)


def save_result(upload: Import) -> None:
    """Save the result workbook. Where it cannot be made, the upload goes on without; an older one would be wrong."""
    if not result_workbook.current_upload(upload).update(result=None):
        raise LeaseLost
    try:
        result_workbook.save_result(upload)
    except LeaseLost:
        raise
    except Exception:
        logger.exception("The result of upload %s could not be made", upload.pk)


def _put_aside(upload: Import, now: datetime) -> dict[str, object]:
    """Leave nothing that went into the register without its rows, and tell whoever waits for it."""
    transaction.on_commit(partial(notifications.notify_if_slow, upload.pk, now))
    if upload.state not in READ:
        return {"state": State.STOPPED, "applied_at": upload.applied_at or now, "result": None}
    StagedRow.objects.filter(upload=upload).delete()
    return {"state": State.FAILED, "error": stage.file_error("F014", {}, "F014")}


def _restart(upload: Import, now: datetime) -> dict[str, object]:
    if upload.state == State.FAILED:
        return {"state": State.CHECKING, "error": None, "waits_since": now}
    return {"state": State.UNDOING if upload.undone_by_id else State.QUEUED, "waits_since": now}


JOB = JobKind(
    model=Import,
    label=gettext_lazy("Reading and importing a workbook"),
    owed=Q(state__in=WORKING),
    task="compliance.workbooks.tasks.work",
    put_aside=_put_aside,
    restart=_restart,
    related=("organisation", "file"),
    waits_after_loss=False,
)

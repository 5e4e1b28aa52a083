"""The job of an upload. Its row is the truth; the job may be woken any number of times (security 4.3)."""

import logging
from collections.abc import Callable
from datetime import datetime

from compliance.workbooks.choices import State
from compliance.workbooks.models import Import
from compliance.workbooks.services import applying, leases, notifications, result_workbook, stage, undoing
from portal.core.leases import LeaseLost, refresh
from portal.files.services import NotYet

logger = logging.getLogger(__name__)
READ = frozenset({State.RECEIVED, State.CHECKING, State.VALIDATING})


def work(import_id: int, *, clock: Callable[[], datetime]) -> None:
    """Do the next step of one upload, unless another worker is at it."""
    upload = leases.claim(import_id, clock())
    if upload is None:
        return
    try:
        attempt(upload, clock)
    except LeaseLost:
        logger.info("Upload %s was cancelled, or another worker took it over", upload.pk)
        return
    else:
        if upload.state == State.QUEUED and upload.lease_until is None:  # from a supplier: nobody looks at it first
            work(import_id, clock=clock)
    notifications.if_long(import_id, clock())


def attempt(upload: Import, clock: Callable[[], datetime]) -> None:
    """Do one step, and give the upload back where it cannot be done now. Raises LeaseLost."""
    token = upload.lease_token
    try:
        step(upload, clock)
    except NotYet:  # the scanner has not looked at it; the sweep asks again
        leases.wait(upload, clock() + leases.BACK_OFF[1], attempt=0)
    except LeaseLost:
        raise
    except Exception:
        logger.exception("Upload %s fell down", upload.pk)
        upload.lease_token = token  # a release in a transaction that broke is not so
        fall(upload, clock)


def step(upload: Import, clock: Callable[[], datetime]) -> None:
    if upload.state in READ:
        read(upload, clock)
    elif upload.state == State.UNDOING:
        undoing.undo(upload, clock=clock)
    elif applying.begin(upload, clock()):
        applying.apply(upload, clock=clock)
        leases.renew(upload, clock(), lease_until=clock() + leases.READING)
        result(upload)
        applying.finish(upload, clock())
    elif upload.state == State.VALIDATING:
        read(upload, clock)
    else:
        # Another upload of the organisation goes in or out: this one waits for it.
        leases.wait(upload, clock() + leases.BACK_OFF[1], attempt=0)


def read(upload: Import, clock: Callable[[], datetime]) -> None:
    stage.read(upload, clock=clock)
    result(upload)


def result(upload: Import) -> None:
    """An upload is no worse for a result workbook that could not be made; an older one would say what is not so."""
    if not result_workbook.current(upload).update(result=None):
        raise LeaseLost
    try:
        result_workbook.make(upload)
    except LeaseLost:
        raise
    except Exception:
        logger.exception("The result of upload %s could not be made", upload.pk)


def fall(upload: Import, clock: Callable[[], datetime]) -> None:
    """Another attempt later; after the last one nothing that went into the register is left without its rows."""
    refresh(upload)  # what was renewed in a transaction that broke is not so
    if upload.attempt < len(leases.BACK_OFF):
        leases.wait(upload, clock() + leases.BACK_OFF[upload.attempt])
    elif upload.state in READ:
        stage.fail(upload, "F014", {}, "F014")
    else:
        leases.release(upload, State.STOPPED, applied_at=upload.applied_at or clock(), result=None)

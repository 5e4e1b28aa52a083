"""The job of an upload. Its row is the truth; the job may be woken any number of times (security 4.3)."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from compliance.workbooks.choices import State
from compliance.workbooks.models import Import
from compliance.workbooks.services import applying, leases, reading, results, telling, undoing
from portal.files.services import NotYet

logger = logging.getLogger(__name__)
READ = frozenset({State.RECEIVED, State.CHECKING, State.VALIDATING})


def work(import_id: int, *, clock: Callable[[], datetime]) -> None:
    """Do the next step of one upload, unless another worker is at it."""
    upload = leases.claim(import_id, clock())
    if upload is None:
        return
    try:
        step(upload, clock)
    except NotYet:  # the scanner has not looked at it; the sweep asks again
        Import.objects.filter(pk=upload.pk).update(lease_until=None, next_at=clock() + leases.BACK_OFF[1], attempt=0)
    except leases.Cancelled:
        logger.info("Upload %s was cancelled", upload.pk)
    except Exception:
        logger.exception("Upload %s fell down", upload.pk)
        fall(upload, clock)
    else:
        if upload.state == State.QUEUED and upload.lease_until is None:  # from a supplier: nobody looks at it first
            work(import_id, clock=clock)
    telling.if_long(import_id, clock())


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
        Import.objects.filter(pk=upload.pk).update(lease_until=None, next_at=clock() + leases.BACK_OFF[1], attempt=0)


def read(upload: Import, clock: Callable[[], datetime]) -> None:
    reading.read(upload, clock=clock)
    result(upload)


def result(upload: Import) -> None:
    """An upload is no worse for a result workbook that could not be made; an older one would say what is not so."""
    Import.objects.filter(pk=upload.pk).update(result=None)
    try:
        results.make(upload)
    except Exception:
        logger.exception("The result of upload %s could not be made", upload.pk)


def fall(upload: Import, clock: Callable[[], datetime]) -> None:
    """Another attempt later; after the last one nothing that went into the register is left without its rows."""
    upload.refresh_from_db()  # what was renewed in a transaction that broke is not so
    if upload.attempt < len(leases.BACK_OFF):
        again = clock() + leases.BACK_OFF[upload.attempt]
        Import.objects.filter(pk=upload.pk).update(lease_until=None, next_at=again)
        return
    with suppress(leases.Cancelled):
        if upload.state in READ:
            reading.fail(upload, "F014", {}, "F014")
        else:
            leases.release(upload, State.STOPPED, applied_at=upload.applied_at or clock(), result=None)

"""The job of an upload. Its row is the truth; the job may be woken any number of times (security 4.3)."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from compliance.workbooks.choices import State
from compliance.workbooks.models import Import
from compliance.workbooks.services import applying, leases, reading, results
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
        if upload.attempt >= len(leases.BACK_OFF):
            with suppress(leases.Cancelled):
                reading.fail(upload, "F014", {}, "F014")
        else:
            again = clock() + leases.BACK_OFF[upload.attempt]
            Import.objects.filter(pk=upload.pk).update(lease_until=None, next_at=again)
    else:
        if upload.state == State.QUEUED and upload.lease_until is None:  # from a supplier: nobody looks at it first
            work(import_id, clock=clock)


def step(upload: Import, clock: Callable[[], datetime]) -> None:
    if upload.state in READ:
        reading.read(upload, clock=clock)
        results.make(upload)
    elif applying.begin(upload, clock()):
        applying.apply(upload, clock=clock)
        results.make(upload)
    else:
        # Another upload of the organisation is being applied: this one waits for it.
        Import.objects.filter(pk=upload.pk).update(lease_until=None, next_at=clock() + leases.BACK_OFF[1], attempt=0)

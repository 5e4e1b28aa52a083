"""Who works on an upload: one at a time, and another after one that was killed (security 4.1, 4.3)."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from compliance.workbooks.choices import WORKING, State
from compliance.workbooks.models import Import
from portal.core import leases

# Longer than a step between two renewals takes; reading has no step in between.
LEASE = timedelta(seconds=20)
READING = timedelta(seconds=75)
BACK_OFF = (timedelta(0), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))


def claim(import_id: int, now: datetime) -> Import | None:
    """Take the lease in one statement, so that two workers never both have it; None where there is nothing to do."""
    due = Q(next_at=None) | Q(next_at__lte=now)
    rows = Import.objects.filter(leases.free(now), due, pk=import_id, state__in=WORKING)
    token = leases.claim(rows, until=now + READING, attempt=F("attempt") + 1)
    if token is None:
        return None
    return Import.objects.select_related("organisation", "file").filter(pk=import_id, lease_token=token).first()


def renew(upload: Import, now: datetime, **changes: Any) -> None:
    """Keep the lease while rows go on, and say how far they are.

    Raises LeaseLost where another worker took the upload over, or somebody cancelled it.
    """
    leases.update(upload, **{"lease_until": now + LEASE} | changes)


def release(upload: Import, state: State, **changes: Any) -> None:
    """The step is done: another may begin at once. Raises LeaseLost."""
    leases.update(upload, **leases.RELEASED, **changes | {"state": state, "next_at": None, "attempt": 0})


def wait(upload: Import, until: datetime, **changes: Any) -> None:
    """Give the upload back, to be taken up again at that time. Raises LeaseLost."""
    leases.update(upload, **leases.RELEASED, **changes, next_at=until)


def lost(now: datetime) -> list[int]:
    """Uploads whose worker fell down, or whose job was never woken."""
    rows = Import.objects.filter(leases.free(now), state__in=WORKING)
    return list(rows.filter(Q(next_at=None) | Q(next_at__lte=now)).values_list("pk", flat=True))

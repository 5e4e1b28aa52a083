"""Who works on an upload: one at a time, and another after one that was killed (security 4.1, 4.3)."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from compliance.workbooks.choices import WORKING, State
from compliance.workbooks.models import Import

# Longer than a step between two renewals takes; reading has no step in between.
LEASE = timedelta(seconds=20)
READING = timedelta(seconds=75)
BACK_OFF = (timedelta(0), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))


def claim(import_id: int, now: datetime) -> Import | None:
    """Take the lease in one statement, so that two workers never both have it; None where there is nothing to do."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    due = Q(next_at=None) | Q(next_at__lte=now)
    taken = Import.objects.filter(free, due, pk=import_id, state__in=WORKING).update(
        lease_until=now + READING, attempt=F("attempt") + 1
    )
    return Import.objects.select_related("organisation", "file").get(pk=import_id) if taken else None


class Cancelled(Exception):
    """Somebody cancelled the upload while a worker was at it: nothing more of it is kept."""


def renew(upload: Import, now: datetime, **changes: Any) -> None:
    """Keep the lease while rows go on, and say how far they are. Raises Cancelled."""
    _keep(upload, {"lease_until": now + LEASE} | changes)


def release(upload: Import, state: State, **changes: Any) -> None:
    """The step is done: another may begin at once. Raises Cancelled."""
    _keep(upload, changes | {"state": state, "lease_until": None, "next_at": None, "attempt": 0})


def _keep(upload: Import, changes: dict[str, Any]) -> None:
    if not Import.objects.filter(pk=upload.pk).exclude(state=State.CANCELLED).update(**changes):
        raise Cancelled
    for name, value in changes.items():
        setattr(upload, name, value)


def lost(now: datetime) -> list[int]:
    """Uploads whose worker fell down, or whose job was never woken."""
    rows = Import.objects.filter(state__in=WORKING).filter(Q(lease_until=None) | Q(lease_until__lt=now))
    return list(rows.filter(Q(next_at=None) | Q(next_at__lte=now)).values_list("pk", flat=True))

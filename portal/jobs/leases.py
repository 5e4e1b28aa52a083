"""Leases: one worker at a time works on a row, and a worker that comes back too late writes nothing.

Each claim writes a fresh token into the row. Every later write names that token, so that a process which was stopped
past its lease, or whose lease somebody ended, finds no row to write to:

    token = leases.claim(Job.objects.filter(leases.is_free(now), pk=pk), until=now + LEASE)
    job = Job.objects.get(pk=pk, lease_token=token)
    with transaction.atomic():
        leases.lock(job)              # raises LeaseLost; the row stays locked until the transaction ends
        ...                           # writes to other tables
        leases.update(job, **leases.RELEASED, state="done")

See docs/requirements/security.md#leases.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Q, QuerySet

from portal.jobs.models import LeasedModel

# What ends a lease: whoever had it writes nothing more.
RELEASED: Mapping[str, Any] = MappingProxyType({"lease_token": None, "lease_until": None})


class LeaseLost(Exception):
    """Another worker has claimed the row since, or the lease was ended: nothing of this attempt is written."""


def is_free(now: datetime) -> Q:
    """Match rows that no worker holds a valid lease on."""
    return Q(lease_until=None) | Q(lease_until__lte=now)


def claim(rows: QuerySet[Any], *, until: datetime, **changes: Any) -> UUID | None:
    """Claim the row with one statement, so that two workers never both have it. Return the token, or None.

    rows: names one row by its key, and the conditions under which it may be claimed.
    """
    token = uuid4()
    return token if rows.update(lease_token=token, lease_until=until, **changes) else None


def rows_under_lease(row: LeasedModel) -> QuerySet[Any]:
    """Return the query for the row, empty once its lease is another's."""
    if row.lease_token is None:
        return type(row)._base_manager.none()
    return type(row)._base_manager.filter(pk=row.pk, lease_token=row.lease_token)


def update(row: LeasedModel, **changes: Any) -> None:
    """Write to the row itself while its lease is ours, and to the object in memory. Raises LeaseLost."""
    if not rows_under_lease(row).update(**changes):
        raise LeaseLost
    for name, value in changes.items():
        setattr(row, name, value)


def refresh(row: LeasedModel) -> None:
    """Read the row again while its lease is ours. Raises LeaseLost, and then leaves the object as it was."""
    try:
        row.refresh_from_db(from_queryset=rows_under_lease(row))
    except type(row).DoesNotExist:  # type: ignore[attr-defined]
        raise LeaseLost from None


def lock(row: LeasedModel) -> None:
    """Hold the row until the transaction at hand ends, for writes to other tables. Raises LeaseLost.

    On SQLite, which locks no rows, a transaction that writes is alone already.
    """
    if rows_under_lease(row).select_for_update().values_list("pk", flat=True).first() is None:
        raise LeaseLost

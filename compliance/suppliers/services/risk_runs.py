"""Working out one organisation's scores as its row asks: claimed under a lease, so that only one worker does it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from compliance.suppliers.models import RiskRun
from compliance.suppliers.services.risk import recompute

LEASE = timedelta(minutes=10)


def run(organisation_id: int, *, now: datetime) -> int | None:
    """Work out what was asked for, and what is asked for meanwhile; how many scores were written.

    None when there is nothing to do or another worker does it.
    """
    written = None
    while claimed := _claim(organisation_id, now):
        written = (written or 0) + recompute(claimed.organisation, event=claimed.event, now=now)
        _finish(claimed, timezone.localdate(now))
    return written


@transaction.atomic
def _claim(organisation_id: int, now: datetime) -> RiskRun | None:
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    run = (
        RiskRun.objects.select_for_update(of=("self",))
        .select_related("organisation")
        .filter(free, organisation=organisation_id, asked_at__isnull=False)
        .first()
    )
    if run is not None:
        run.lease_until, run.attempts = now + LEASE, run.attempts + 1
        run.save(update_fields=["lease_until", "attempts"])
    return run


@transaction.atomic
def _finish(claimed: RiskRun, day: date) -> None:
    """Give the lease back. What was asked for meanwhile is still to be done."""
    run = RiskRun.objects.select_for_update().get(pk=claimed.pk)
    run.lease_until, run.done_for = None, day
    if run.asked_at == claimed.asked_at:
        run.asked_at, run.attempts = None, 0
    run.save(update_fields=["lease_until", "done_for", "asked_at", "attempts"])

"""Working out one organisation's scores as its row asks: claimed under a lease, so that only one worker does it."""

from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from compliance.suppliers.models import RiskRun
from compliance.suppliers.services.risk import recompute
from portal.core.leases import RELEASED, LeaseLost, claim, free, lock, update

LEASE = timedelta(minutes=10)


def run(organisation_id: int, *, now: datetime) -> int | None:
    """Work out what was asked for, and what is asked for meanwhile; how many scores were written.

    None when there is nothing to do or another worker does it.
    """
    written = None
    while claimed := _claim(organisation_id, now):
        try:
            holds = partial(lock, claimed)
            number = recompute(claimed.organisation, event=claimed.event, now=now, before_writing=holds)
            _finish(claimed, timezone.localdate(now))
        except LeaseLost:
            break
        written = (written or 0) + number
    return written


def _claim(organisation_id: int, now: datetime) -> RiskRun | None:
    rows = RiskRun.objects.filter(free(now), organisation=organisation_id, asked_at__isnull=False)
    token = claim(rows, until=now + LEASE, attempts=F("attempts") + 1)
    if token is None:
        return None
    return RiskRun.objects.select_related("organisation").filter(pk=organisation_id, lease_token=token).first()


@transaction.atomic
def _finish(claimed: RiskRun, day: date) -> None:
    """Give the lease back. What was asked for meanwhile is still to be done. Raises LeaseLost."""
    lock(claimed)
    run = RiskRun.objects.get(pk=claimed.pk)
    done = {"asked_at": None, "attempts": 0} if run.asked_at == claimed.asked_at else {}
    update(claimed, done_for=day, **done, **RELEASED)

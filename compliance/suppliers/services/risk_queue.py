"""Asking for scores in the background, and waking what was lost."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from compliance.organisations.models import Organisation
from compliance.suppliers import tasks
from compliance.suppliers.choices import ScoreEvent
from compliance.suppliers.models import RiskRun, SiteFacts, Supplier
from portal.core.leases import free

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 5
A_SWEEP = 50


@transaction.atomic
def ask(organisation: Organisation, *, event: str, at: datetime) -> None:
    """Have the organisation's scores worked out soon. Asking twice before it is done wakes a worker once."""
    run, _ = RiskRun.objects.select_for_update().get_or_create(organisation=organisation, defaults={"event": event})
    is_waiting = run.asked_at is not None
    run.event, run.asked_at, run.attempts = event, at, 0
    run.save(update_fields=["event", "asked_at", "attempts"])
    if not is_waiting:
        transaction.on_commit(lambda: wake(organisation.pk))


def register_changed(organisation: Organisation) -> None:
    """Somebody changed a supplier, a site, or what is known of one."""
    ask(organisation, event=ScoreEvent.REGISTER, at=timezone.now())


def ask_all(*, event: str, at: datetime) -> int:
    """The same for every organisation that keeps suppliers: tables or weights changed."""
    organisations = Organisation.objects.filter(pk__in=Supplier.objects.values("organisation"))
    for organisation in organisations:
        ask(organisation, event=event, at=at)
    return len(organisations)


def wake(organisation_id: int) -> None:
    """Tell a worker. A queue that is down changes nothing: the sweep asks again."""
    try:
        tasks.rescore.enqueue(organisation_id)
    except Exception:
        logger.exception("The risk of organisation %s could not be queued", organisation_id)


def sweep(now: datetime) -> int:
    """Once a day every organisation, for ages change; and what was asked for and lost. How many were woken."""
    _ask_for_the_day(now)
    # What was asked for this minute has been queued already.
    lost = RiskRun.objects.filter(free(now), asked_at__lt=now - timedelta(minutes=1), attempts__lt=MOST_ATTEMPTS)
    ids = list(lost.order_by("asked_at").values_list("pk", flat=True)[:A_SWEEP])
    for pk in ids:
        wake(pk)
    return len(ids)


def midnight(now: datetime) -> datetime:
    """When the day began, by the clocks people see."""
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def with_old_facts(now: datetime) -> QuerySet[SiteFacts, Any]:
    """Organisations, by key, of which what the audits say was not yet written anew this day."""
    return SiteFacts.objects.filter(changed_at__lt=midnight(now)).order_by().values("site__organisation")


def _ask_for_the_day(now: datetime) -> None:
    """Those whose facts are still of yesterday wait: their scores would be too."""
    today = timezone.localdate(now)
    keeps = Organisation.objects.filter(pk__in=Supplier.objects.values("organisation"))
    seen = RiskRun.objects.filter(Q(done_for__gte=today) | Q(asked_at__isnull=False))
    due = keeps.exclude(pk__in=seen.values("organisation")).exclude(pk__in=with_old_facts(now))
    for organisation in due.order_by("pk")[:A_SWEEP]:
        ask(organisation, event=ScoreEvent.DAY, at=now)

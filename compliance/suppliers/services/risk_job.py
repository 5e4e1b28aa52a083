"""Working out one organisation's scores in the background, as its row asks."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from compliance.organisations.models import Organisation
from compliance.suppliers.choices import ScoreEvent
from compliance.suppliers.models import RiskRun, SiteFacts, Supplier
from compliance.suppliers.services.registry_matches import search_names
from compliance.suppliers.services.risk import recompute_scores
from compliance.suppliers.services.tiers import renew_tiers
from portal.jobs import leases, protocol
from portal.jobs.protocol import JobKind

MAX_REQUESTS_PER_SWEEP = 50

JOB = JobKind(
    model=RiskRun,
    label=gettext_lazy("Risk scores"),
    owed=Q(asked_at__isnull=False),
    task="compliance.suppliers.tasks.rescore",
    # The page says no longer that scores are being worked out; the next day, or a change, asks for them again.
    put_aside=lambda run, now: {"asked_at": None},
    restart=lambda run, now: {"asked_at": now},
    related=("organisation",),
    queued_at="asked_at",
)


@transaction.atomic
def request_scores(organisation: Organisation, *, event: str, at: datetime) -> None:
    """Have the organisation's scores worked out soon. Asking twice before it is done wakes a worker once."""
    run, _ = RiskRun.objects.select_for_update().get_or_create(organisation=organisation, defaults={"event": event})
    is_waiting = run.asked_at is not None
    # A worker that is at it keeps its lease, and goes on with what was asked for meanwhile.
    changes: dict[str, object] = {"event": event, "asked_at": at, **protocol.RESTARTED}
    changes = {name: value for name, value in changes.items() if name not in leases.RELEASED}
    for name, value in changes.items():
        setattr(run, name, value)
    run.save(update_fields=list(changes))
    if not is_waiting:
        transaction.on_commit(partial(protocol.wake, JOB, organisation.pk))


def register_changed(organisation: Organisation) -> None:
    """Ask for new scores, because a supplier, a site, or what is known of one was changed."""
    request_scores(organisation, event=ScoreEvent.REGISTER, at=timezone.now())


def request_all(*, event: str, at: datetime) -> int:
    """Ask for the scores of every organisation that keeps suppliers, because tables or weights changed."""
    organisations = Organisation.objects.filter(pk__in=Supplier.objects.values("organisation"))
    for organisation in organisations:
        request_scores(organisation, event=event, at=at)
    return len(organisations)


def retry(organisation: Organisation, *, now: datetime) -> bool:
    """Work out scores again that could not be worked out. Return whether there was such a run."""
    return protocol.retry(JOB, organisation=organisation, now=now)


def run(organisation_id: int, *, now: datetime) -> int | None:
    """Work out what was asked for, and what is asked for meanwhile; how many scores were written.

    None when there is nothing to do or another worker does it.
    """
    written: list[int] = []

    def work(claimed: RiskRun) -> None:
        renew_tiers(claimed.organisation, timezone.localdate(now))
        search_names(claimed.organisation)
        holds = partial(leases.lock, claimed)
        number = recompute_scores(claimed.organisation, event=claimed.event, now=now, before_writing=holds)
        _finish(claimed, now)
        written.append(number)

    while claimed := protocol.claim(JOB, organisation=organisation_id, now=now):
        if protocol.attempt(JOB, claimed, work, clock=lambda: now):
            break
    return sum(written) if written else None


@transaction.atomic
def _finish(claimed: RiskRun, now: datetime) -> None:
    """Give the lease back. What was asked for meanwhile is still to be done. Raises LeaseLost."""
    leases.lock(claimed)
    run = RiskRun.objects.get(pk=claimed.pk)
    done = {"asked_at": None, "attempt": 0} if run.asked_at == claimed.asked_at else {}
    protocol.release(claimed, done_for=timezone.localdate(now), **done)


def start_of_day(now: datetime) -> datetime:
    """Return when the day began, by the clocks people see."""
    return timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)


def organisations_with_stale_facts(now: datetime) -> QuerySet[SiteFacts, Any]:  # Any: rows of values()
    """Return the organisations, by key, whose facts of audits were not yet renewed this day."""
    return SiteFacts.objects.filter(changed_at__lt=start_of_day(now)).order_by().values("site__organisation")


def request_daily(now: datetime) -> None:
    """Ask once a day for the scores of every organisation with suppliers, for ages change.

    Those whose facts are still of yesterday wait: their scores would be too. A run that was put aside is tried again on
    another day, not in the next sweep.
    """
    keeps = Organisation.objects.filter(pk__in=Supplier.objects.values("organisation"))
    is_new = Q(done_for__gte=timezone.localdate(now)) | Q(asked_at__isnull=False)
    seen = RiskRun.objects.filter(is_new | Q(put_aside_at__gte=start_of_day(now)))
    due = keeps.exclude(pk__in=seen.values("organisation")).exclude(pk__in=organisations_with_stale_facts(now))
    for organisation in due.order_by("pk")[:MAX_REQUESTS_PER_SWEEP]:
        request_scores(organisation, event=ScoreEvent.DAY, at=now)

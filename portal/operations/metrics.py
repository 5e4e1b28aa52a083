"""Figures for an operator's monitoring, in Prometheus' text format: of requests, and of the whole installation.

No label may tie to a person. See docs/requirements/security.md#metrics.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.db.models import Count, Min
from django_tasks_db.models import DBTaskResult
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4 as CONTENT_TYPE

from compliance.casework.choices import AlarmKind
from compliance.casework.models import Alarm
from portal.core import heartbeat, replica
from portal.core.models import Outbox
from portal.jobs import put_aside
from portal.operations import health, request_counts
from portal.operations.models import Chore

__all__ = ["CONTENT_TYPE", "render"]


def render(*, now: datetime) -> bytes:
    """Return all figures. What only the database knows is left out while it does not answer."""
    registry = CollectorRegistry()
    problems = health.run_checks(now=now)
    gauge = Gauge("portal_problem", "1 if /health reports a problem.", ["check"], registry=registry)
    for check, problem in problems.items():
        gauge.labels(check).set(bool(problem))
    if not problems["database"] and not problems.get("migrations"):
        _add_work(registry, now)
        _add_ages(registry, now)
    _add_certificate(registry, now)
    _add_replica(registry)
    return request_counts.render_requests(now=now) + generate_latest(registry)


def _add_work(registry: CollectorRegistry, now: datetime) -> None:
    depth = Gauge("portal_queue_jobs", "Jobs waiting for a worker.", ["queue"], registry=registry)
    age = Gauge(
        "portal_queue_oldest_seconds", "How long the oldest job has been waiting.", ["queue"], registry=registry
    )
    # Ready ones only; order_by() drops the queue's own order, by which rows would be grouped too.
    waiting = DBTaskResult.objects.ready().order_by().values("queue_name")
    for row in waiting.annotate(count=Count("pk"), oldest=Min("enqueued_at")):
        depth.labels(row["queue_name"]).set(row["count"])
        age.labels(row["queue_name"]).set((now - row["oldest"]).total_seconds())
    aside = Gauge(
        "portal_jobs_put_aside", "Jobs that have failed and are no longer retried.", ["kind"], registry=registry
    )
    for kind, number in put_aside.count_by_kind().items():
        aside.labels(kind).set(number)
    mails = Gauge("portal_outbox_mails", "Emails not sent yet.", ["state"], registry=registry)
    for state in (Outbox.State.WAITING, Outbox.State.NEEDS_ATTENTION):
        mails.labels(state.value).set(Outbox.objects.filter(state=state).count())
    oldest = Outbox.objects.filter(state=Outbox.State.WAITING).aggregate(at=Min("created_at"))["at"]
    _set_age(
        registry, "portal_outbox_oldest_seconds", "How long the oldest email has been waiting, or 0.", oldest, now, 0
    )
    unread = Alarm.objects.filter(kind=AlarmKind.NOT_OPENED).aggregate(at=Min("noticed_at"))["at"]
    name = "portal_unread_immediate_concern_seconds"
    _set_age(registry, name, "How long the oldest immediate concern has been unopened, or 0.", unread, now, 0)


def _add_certificate(registry: CollectorRegistry, now: datetime) -> None:
    """Days left of the proxy's certificate; left out where none is watched, or where it cannot be read."""
    with suppress(OSError, ValueError):
        if end := health.get_certificate_end():
            gauge = Gauge("portal_certificate_days", "Days until the proxy's certificate expires.", registry=registry)
            gauge.set((end - now).total_seconds() / 86400)


def _add_replica(registry: CollectorRegistry) -> None:
    """How far the read replica is behind; left out where there is none, or while it is away."""
    if replica.is_configured() and (lag := replica.get_lag()) is not None:
        what = "Seconds that the read replica is behind at most."
        Gauge("portal_replica_lag_seconds", what, registry=registry).set(lag)


def _add_ages(registry: CollectorRegistry, now: datetime) -> None:
    """Ages of what has to happen again and again; left out where it never happened, which portal_problem says."""
    for name, what, at in _ages():
        _set_age(registry, f"portal_{name}_age_seconds", f"Time since the last {what}.", at, now, None)


def _ages() -> Iterator[tuple[str, str, datetime | None]]:
    yield "worker_heartbeat", "round of a worker", heartbeat.get_last_beat()
    with suppress(OSError):
        yield "history_anchor", "anchor of the log", health.get_last_anchor()
    good = dict(Chore.objects.filter(problem="", done_at__isnull=False).values_list("name", "done_at"))
    yield "backup", "good backup", good.get("backup")
    yield "restore_drill", "good restore drill", good.get("restore_drill")


def _set_age(
    registry: CollectorRegistry, name: str, what: str, at: datetime | None, now: datetime, none: float | None
) -> None:
    if at is not None or none is not None:
        seconds = max(0.0, (now - at).total_seconds()) if at else none
        Gauge(name, what, registry=registry).set(seconds or 0)

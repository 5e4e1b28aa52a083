"""The worker's heartbeat: its watching loop writes one row after each round, and others read how old that is."""

from datetime import datetime, timedelta

from django.utils import timezone

from portal.core.models import Heartbeat

WORKER = "worker"
# Without a beat for this long, no worker watches the desk or sends what is owed.
MISSING_THRESHOLD = timedelta(minutes=2)


def record_beat(now: datetime) -> None:
    """Record that a worker finished a round of watching the desk."""
    Heartbeat.objects.update_or_create(name=WORKER, defaults={"beat_at": now})


def get_last_beat() -> datetime | None:
    """Return when a worker was last seen, or None."""
    return Heartbeat.objects.filter(name=WORKER).values_list("beat_at", flat=True).first()


def is_worker_missing(now: datetime) -> bool:
    """Return whether no worker has been seen for two minutes, or none has ever started."""
    return is_missing(get_last_beat(), now)


def is_missing(seen: datetime | None, now: datetime) -> bool:
    """Return whether a worker is missing that was last seen at that moment."""
    return seen is None or now - seen >= MISSING_THRESHOLD


def describe_problem(now: datetime) -> str:
    """Return what is wrong, in words for an operator; empty while a worker is alive."""
    seen = get_last_beat()
    if seen is None:
        return "no worker has started: run manage.py worker"
    if not is_missing(seen, now):
        return ""
    return (
        f"no worker has run since {seen.astimezone(timezone.get_current_timezone()):%d %B, %H:%M}: run manage.py worker"
    )

"""The jobs that were put aside after their last attempt, of every kind: list them for the operator, and try them again.

settings.JOB_KINDS names the kinds. Nothing of what a job is about is told, since it may be a mail to a reporter.

See docs/requirements/security.md#background-jobs.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string

from portal.jobs.protocol import JobKind, retry

MAX_LISTED = 200


@dataclass(frozen=True)
class PutAsideJob:
    """One job that nobody tries any more; key: the primary key of its row, unique within its kind."""

    kind: str
    label: str
    key: int
    put_aside_at: datetime
    attempts: int
    problem: str


def get_kinds() -> dict[str, JobKind[Any]]:
    return {name: import_string(path) for name, path in settings.JOB_KINDS.items()}


def list_jobs(kind: str = "") -> list[PutAsideJob]:
    """Return the jobs that were put aside, of one kind or of all, the newest first, at most 200 of each kind."""
    jobs = [
        PutAsideJob(name, str(job.label), row.pk, row.put_aside_at, row.attempt, row.problem)
        for name, job in get_kinds().items()
        if kind in ("", name)
        for row in _rows(job).order_by("-put_aside_at", "-pk")[:MAX_LISTED]
    ]
    return sorted(jobs, key=lambda job: job.put_aside_at, reverse=True)


def count_by_kind() -> dict[str, int]:
    """Return how many jobs of each kind were put aside."""
    return {name: _rows(job).count() for name, job in get_kinds().items()}


def count_alarming(*, since: datetime | None = None) -> int:
    """Return how many jobs were put aside, after a moment or ever, for a reason that the operator has to look into."""
    newer = Q(put_aside_at__gt=since) if since else Q()
    return sum(_rows(job).filter(job.alarming, newer).count() for job in get_kinds().values())


def retry_job(kind: str, key: int, *, now: datetime) -> bool:
    """Give one job all its attempts again. Return False where it was tried again already, or is replaced by another."""
    job = get_kinds().get(kind)
    return job is not None and retry(job, pk=key, put_aside_at__isnull=False, now=now)


def _rows(job: JobKind[Any]) -> Any:
    return job.rows().filter(job.aside, put_aside_at__isnull=False)

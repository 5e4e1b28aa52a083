"""The sweep of archives: lost jobs, old archives, and closed organisations whose time is over."""

from datetime import datetime

from compliance.archive.services import deletion, downloads, export_job
from portal.jobs.protocol import requeue_lost

JOBS = (export_job.JOB,)


def sweep(now: datetime) -> int:
    queued = sum(requeue_lost(job, now=now) for job in JOBS)
    return queued + downloads.delete_expired(now) + deletion.empty_due_organisations(now)

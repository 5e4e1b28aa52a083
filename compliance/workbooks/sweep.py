"""Queue again what the sweep finds here: jobs whose worker fell down, and uploads that wait for another."""

from datetime import datetime

from compliance.workbooks.services import import_job, package_job
from portal.jobs.protocol import requeue_lost

JOBS = (import_job.JOB, package_job.JOB)


def sweep(now: datetime) -> int:
    return sum(requeue_lost(job, now=now) for job in JOBS)

"""Queue again what the sweep finds here: scores that age once a day, and runs that were lost."""

from datetime import datetime

from compliance.suppliers.services import risk_job
from portal.jobs.protocol import requeue_lost

JOBS = (risk_job.JOB,)


def sweep(now: datetime) -> int:
    risk_job.request_daily(now)
    return sum(requeue_lost(job, now=now) for job in JOBS)

"""What the sweep does here: approved figures become public at their time, with their files, and lost preparations are
queued again.
"""

from datetime import datetime

from compliance.statistics.services import preparation_job
from compliance.statistics.services.publication import publish_due
from compliance.statistics.services.release_files import write_new_files
from portal.jobs.protocol import requeue_lost

JOBS = (preparation_job.JOB,)


def sweep(now: datetime) -> int:
    return publish_due(now) + write_new_files(now) + sum(requeue_lost(job, now=now) for job in JOBS)

"""What the sweep picks up here: jobs that wait or whose worker died, and the mails that a day brings."""

from datetime import datetime

from compliance.statements.publication import pdf_job, url_check_job
from compliance.statements.publication.services import copy_requests, deadline_reminders
from compliance.statements.signoff.services import comment_digest
from portal.jobs.protocol import requeue_lost

JOBS = (pdf_job.JOB, url_check_job.JOB)


def sweep(now: datetime) -> int:
    """Return how many things were put on their way."""
    url_check_job.request_yearly_checks(now)
    queued = sum(requeue_lost(job, now=now) for job in JOBS)
    return queued + sum(part.sweep(now) for part in (comment_digest, deadline_reminders, copy_requests))

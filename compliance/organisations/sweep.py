"""The sweep of organisations: lost jobs are woken, old downloads deleted, and training reminders sent."""

from datetime import datetime

from compliance.organisations.services import domain_verification, export_job, training
from portal.jobs.protocol import requeue_lost

JOBS = (domain_verification.JOB, export_job.JOB)


def sweep(now: datetime) -> int:
    """Do the pending work and return how many jobs were woken, downloads deleted and mails queued."""
    woken = sum(requeue_lost(job, now=now) for job in JOBS)
    return woken + export_job.delete_expired(now) + training.send_due_reminders(now)

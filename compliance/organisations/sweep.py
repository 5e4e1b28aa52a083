"""The sweep of organisations: lost domain checks are woken, and training reminders are sent."""

from datetime import datetime

from compliance.organisations.services import domain_verification, training
from portal.jobs.protocol import requeue_lost


def sweep(now: datetime) -> int:
    """Do the pending work and return how many checks were woken and mails queued."""
    return requeue_lost(domain_verification.JOB, now=now) + training.send_due_reminders(now)

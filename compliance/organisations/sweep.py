"""What the sweep does here: checks of a domain whose job was lost are woken, people are reminded of courses."""

from datetime import datetime

from compliance.organisations.services import domain_verification, training
from portal.jobs.protocol import requeue_lost


def sweep(now: datetime) -> int:
    return requeue_lost(domain_verification.JOB, now=now) + training.send_due_reminders(now)

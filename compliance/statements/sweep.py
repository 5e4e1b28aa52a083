"""What the sweep picks up here: jobs that wait or whose worker died, and the mails that a day brings."""

from datetime import datetime

from compliance.statements.publication import pdf_queue, url_queue
from compliance.statements.publication.services import copy_requests, deadline_reminders
from compliance.statements.signoff.services import comment_digest


def sweep(now: datetime) -> int:
    """Queue what waits. Return how many things were queued."""
    return sum(job.sweep(now) for job in (pdf_queue, url_queue, comment_digest, deadline_reminders, copy_requests))

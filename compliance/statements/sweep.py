"""What the sweep picks up here: jobs that wait or whose worker died, and the mails that a day brings."""

from datetime import datetime

from compliance.statements.services import digest, reminders, url_queue, waking


def sweep(now: datetime) -> int:
    """How many things were put on their way."""
    return waking.sweep(now) + url_queue.sweep(now) + digest.sweep(now) + reminders.sweep(now)

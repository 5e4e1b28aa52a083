"""What the sweep picks up here: jobs that wait or whose worker died, and the mails that a day brings."""

from datetime import datetime

from compliance.statements.services import copies, digest, reminders, url_queue, waking


def sweep(now: datetime) -> int:
    """How many things were put on their way."""
    return sum(one.sweep(now) for one in (waking, url_queue, digest, reminders, copies))

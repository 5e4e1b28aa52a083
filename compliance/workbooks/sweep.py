"""What the sweep picks up here: uploads whose worker fell down, and those that wait for another."""

from datetime import datetime

from compliance.workbooks import tasks
from compliance.workbooks.services import leases


def sweep(now: datetime) -> int:
    waiting = leases.lost(now)
    for pk in waiting:
        tasks.work.enqueue(pk)
    return len(waiting)

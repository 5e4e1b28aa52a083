"""What the sweep picks up here: jobs whose worker fell down, and uploads that wait for another."""

from datetime import datetime

from compliance.workbooks import tasks
from compliance.workbooks.services import leases, packing


def sweep(now: datetime) -> int:
    waiting, owed = leases.lost(now), packing.lost(now)
    for pk in waiting:
        tasks.work.enqueue(pk)
    for pk in owed:
        tasks.pack.enqueue(pk)
    return len(waiting) + len(owed)

"""What the sweep does here: archives whose worker fell down, old ones, and organisations whose time is over."""

from datetime import datetime

from compliance.archive import tasks
from compliance.archive.services import asking, deletion, making


def sweep(now: datetime) -> int:
    owed = making.lost(now)
    for pk in owed:
        tasks.make.enqueue(pk)
    return len(owed) + asking.expire(now) + deletion.remove_due(now)

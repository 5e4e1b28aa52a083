"""What the sweep does here: pages become public, or are taken down, on the day that was set."""

from datetime import datetime

from learning.base.scheduling import expire_due, publish_due


def sweep(now: datetime) -> int:
    return expire_due(now) + publish_due(now)

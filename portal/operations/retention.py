"""What has been kept long enough goes (security 3.15).

An app that keeps things for a time offers `retain(now) -> int` in its own retention.py: how many it let go. A second
time the same night there is nothing left to do.
"""

from datetime import datetime

from portal.operations.apps import own_modules


def retain(now: datetime) -> dict[str, int]:
    """How many things each app let go."""
    return {label: module.retain(now) for label, module in own_modules("retention")}

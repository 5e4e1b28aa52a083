"""Retention: what has been kept long enough is deleted.

An app that keeps things for a time offers `retain(now) -> int` in its own retention.py: how many it let go. A second
time the same night there is nothing left to do.

See docs/requirements/security.md#retention.
"""

from datetime import datetime

from portal.operations.apps import get_app_modules


def run_retention(now: datetime) -> dict[str, int]:
    """Run each app's retention; return how many things each app let go."""
    return {label: module.retain(now) for label, module in get_app_modules("retention")}

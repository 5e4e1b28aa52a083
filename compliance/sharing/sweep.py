"""What the sweep does here: feeds that were never sent, and packages whose time is over, are forgotten."""

from datetime import datetime

from compliance.sharing.services import feeds


def sweep(now: datetime) -> int:
    return feeds.drop_expired(now)

"""Retention of accounts' data that is kept for a time only."""

from datetime import datetime

from django.utils import timezone

from portal.accounts.known_networks import forget_networks


def retain(now: datetime) -> int:
    return forget_networks(timezone.localdate(now))

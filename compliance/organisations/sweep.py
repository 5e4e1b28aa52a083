"""What the sweep does here: checks of a domain whose job was lost are woken, people are reminded of courses."""

from datetime import datetime

from compliance.organisations.services import queueing, training


def sweep(now: datetime) -> int:
    return queueing.sweep(now) + training.sweep(now)

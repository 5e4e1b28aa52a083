"""When a course that was asked for counts as completed, and when people are reminded. Our own rules."""

from datetime import date, timedelta
from enum import StrEnum

# A completion of the twelve months before the due day counts: nobody takes a course twice in a year.
COUNTS_FOR = timedelta(days=365)
SOON = timedelta(days=7)
# Older than that, a reminder helps nobody.
LATE_FOR = timedelta(days=60)


class Standing(StrEnum):
    COMPLETED = "completed"
    WAITING = "waiting"
    OVERDUE = "overdue"


def standing(completed_on: date | None, due_on: date, today: date) -> Standing:
    """completed_on: the last time. Late is completed too."""
    if completed_on is not None and completed_on >= due_on - COUNTS_FOR:
        return Standing.COMPLETED
    return Standing.OVERDUE if today > due_on else Standing.WAITING


def reminder(due_on: date, today: date) -> str:
    """The kind that is due (codes of ReminderKind); empty where it is too late for any."""
    if today > due_on + LATE_FOR:
        return ""
    if today > due_on:
        return "late"
    return "soon" if today >= due_on - SOON else "asked"

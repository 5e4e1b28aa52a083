"""What the sweep does here: site administrators are asked to check a course again."""

from datetime import datetime

from learning.training.services.reminders import remind_of_checks


def sweep(now: datetime) -> int:
    return remind_of_checks(now)

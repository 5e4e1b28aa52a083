"""The sweep of courses: site administrators are asked to check a course again."""

from datetime import datetime

from learning.training.services.reminders import send_check_reminders


def sweep(now: datetime) -> int:
    return send_check_reminders(now)

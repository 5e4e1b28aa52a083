"""The sweep of guidance: reminders to check a page, mails of what is new, posters when a name or number changed."""

from datetime import datetime

from learning.resources.services.printing import draw_next_sheet
from learning.resources.services.review_reminders import send_due_reminders
from learning.resources.services.subscriptions import notify_due


def sweep(now: datetime) -> int:
    count = send_due_reminders(now) + notify_due(now)
    draw_next_sheet()
    return count

"""What the sweep does here: whoever looks after a page is reminded to check it again, readers hear what is new,
posters are drawn again when a name or number changed."""

from datetime import datetime

from learning.resources.services.printing import draw_next
from learning.resources.services.review_reminders import remind_due
from learning.resources.services.subscriptions import tell_due


def sweep(now: datetime) -> int:
    told = remind_due(now) + tell_due(now)
    draw_next()
    return told

"""A code ends six months after the last message, or after it was given (security 3.15). What lives for hours, the sweep
lets go; the concern itself is kept and erased with its contact or case.
"""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from compliance.concerns.models import Receipt


def retain(now: datetime) -> int:
    """Let go of codes that ended; of how many. One that is gone opens nothing, as a wrong one does."""
    today = timezone.localdate(now)
    ended = Receipt.objects.filter(Q(ends_on__lt=today) | Q(retired_on__lt=today))
    return ended.delete()[1].get(Receipt._meta.label, 0)

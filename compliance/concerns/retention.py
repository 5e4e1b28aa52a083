"""The end of codes, six months after the last message, or after they were issued. The sweep deletes
what lives for hours.

See docs/requirements/security.md#receipt-end.
"""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from compliance.concerns.models import Receipt


def retain(now: datetime) -> int:
    """Delete expired codes and return how many. A deleted one opens nothing, as a wrong one does."""
    today = timezone.localdate(now)
    ended = Receipt.objects.filter(Q(ends_on__lt=today) | Q(retired_on__lt=today))
    return ended.delete()[1].get(Receipt._meta.label, 0)

"""A code ends six months after the last message, or after it was given (security 3.15). What lives for hours, the sweep
lets go; the concern itself is kept and erased with its contact or case.
"""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from compliance.concerns.models import Message, Receipt
from compliance.concerns.services.submitting import CODE_DAYS

QUIET = timedelta(days=183)


def retain(now: datetime) -> int:
    """Let go of codes that ended; of how many. One that is gone opens nothing, as a wrong one does."""
    today = timezone.localdate(now)
    was_given_long_ago = Q(ends_on__lt=today - QUIET + timedelta(days=CODE_DAYS))
    spoke = Exists(Message.objects.filter(concern=OuterRef("concern"), day__gte=today - QUIET))
    over = Receipt.objects.filter(was_given_long_ago).exclude(spoke)
    ended = Receipt.objects.filter(Q(ends_on__lt=today) | Q(retired_on__lt=today))
    keys = {*over.values_list("pk", flat=True), *ended.values_list("pk", flat=True)}
    Receipt.objects.filter(pk__in=keys).delete()
    return len(keys)

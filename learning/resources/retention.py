"""What goes with time: words of readers, addresses that nobody confirmed, mails that have left. Counts stay."""

from datetime import datetime, timedelta

from django.utils import timezone

from learning.resources.models import Feedback, Subscription
from learning.resources.services.subscriptions import TEMPLATES
from portal.core import mail

KEEP_WORDS = timedelta(days=180)
KEEP_UNCONFIRMED = timedelta(days=7)
KEEP_MAILS = timedelta(days=30)


def retain(now: datetime) -> int:
    old = Feedback.objects.filter(sent_on__lt=timezone.localdate(now - KEEP_WORDS)).exclude(words_sealed=b"")
    unconfirmed = Subscription.objects.filter(confirmed_at=None, asked_at__lt=now - KEEP_UNCONFIRMED)
    mails = mail.forget(templates=TEMPLATES, sent_before=now - KEEP_MAILS)
    return old.update(words_sealed=b"") + unconfirmed.delete()[0] + mails

"""Retention of readers' words, of addresses that nobody confirmed, and of mails that have left. Counts stay."""

from datetime import datetime, timedelta

from django.utils import timezone

from learning.resources.models import Feedback, Subscription
from learning.resources.services.subscriptions import TEMPLATES
from portal.core import mail

COMMENT_RETENTION = timedelta(days=180)
UNCONFIRMED_RETENTION = timedelta(days=7)
MAIL_RETENTION = timedelta(days=30)


def retain(now: datetime) -> int:
    old = Feedback.objects.filter(sent_on__lt=timezone.localdate(now - COMMENT_RETENTION)).exclude(words_sealed=b"")
    unconfirmed = Subscription.objects.filter(confirmed_at=None, asked_at__lt=now - UNCONFIRMED_RETENTION)
    mails = mail.forget(templates=TEMPLATES, sent_before=now - MAIL_RETENTION)
    return old.update(words_sealed=b"") + unconfirmed.delete()[0] + mails

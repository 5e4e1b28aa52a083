"""Sending what is owed: a sender claims a row before it sends, so that each mail leaves once."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused

from django.core.mail import EmailMessage
from django.db import connection, transaction

from portal.core.models import Outbox
from portal.core.sealing import open_sealed

logger = logging.getLogger(__name__)

# How long to wait after each failure; after the last one a person has to look (security 4.3). For an hour it is tried
# so often that, once the post is back, all that was owed leaves within five minutes (security 4.2).
BACK_OFF = (timedelta(seconds=30), timedelta(minutes=2), *[timedelta(minutes=4)] * 15, timedelta(hours=1))
# A sender that dies in the middle gives its mail back after this long.
LEASE = timedelta(minutes=2)


def deliver(pk: int, *, now: datetime) -> bool:
    """Send one mail, if it is due and nobody else is at it."""
    mail = _claim(pk, now=now)
    if mail is None:
        return False
    try:
        _message(mail).send()
    except Exception as error:
        _failed(mail, error, now=now)
        return False
    # The words are wiped: what has left is in the reader's hands.
    Outbox.objects.filter(pk=mail.pk).update(state=Outbox.State.SENT, sent_at=now, body=b"", stop=b"", last_error="")
    return True


def deliver_due(*, now: datetime, limit: int = 200) -> int:
    """Send what is due, the oldest first; the sweep calls it. Returns how many left."""
    due = Outbox.objects.filter(state=Outbox.State.WAITING, next_at__lte=now).order_by("next_at", "pk")
    return sum(deliver(pk, now=now) for pk in list(due.values_list("pk", flat=True)[:limit]))


def _claim(pk: int, *, now: datetime) -> Outbox | None:
    """Take the mail for the length of a lease; two senders never hold the same one."""
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        due = Outbox.objects.select_for_update(skip_locked=skip).filter(
            pk=pk, state=Outbox.State.WAITING, next_at__lte=now
        )
        mail = due.first()
        if mail is None:
            return None
        mail.attempts += 1
        mail.next_at = now + LEASE
        mail.save(update_fields=["attempts", "next_at"])
        return mail


def _failed(mail: Outbox, error: Exception, *, now: datetime) -> None:
    """Try again later, or ask for a person: after the last try, or when the post refuses the address for good."""
    refused = isinstance(error, SMTPRecipientsRefused) and all(
        code >= 500 for code, _reason in error.recipients.values()
    )
    given_up = refused or mail.attempts > len(BACK_OFF)
    logger.warning("Mail %s did not leave (attempt %s): %s", mail.message_id, mail.attempts, type(error).__name__)
    Outbox.objects.filter(pk=mail.pk).update(
        state=Outbox.State.NEEDS_ATTENTION if given_up else Outbox.State.WAITING,
        next_at=now if given_up else now + BACK_OFF[mail.attempts - 1],
        last_error=type(error).__name__,
    )


def _message(mail: Outbox) -> EmailMessage:
    return EmailMessage(
        subject=mail.subject,
        body=open_sealed(bytes(mail.body)).decode(),
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"} | _way_out(mail),
    )


def _way_out(mail: Outbox) -> dict[str, str]:
    """With these headers a mail program shows a button that ends such mails (RFC 2369, RFC 8058)."""
    if not mail.stop:
        return {}
    address = open_sealed(bytes(mail.stop)).decode()
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def forget(*, templates: str, to: str = "", sent_before: datetime | None = None) -> int:
    """Let go of mails: those to one address, or those that left before a moment. How many.

    templates: how the names of their templates begin.
    """
    found = Outbox.objects.filter(template__startswith=templates)
    if to:
        found = found.filter(to__iexact=to)
    if sent_before:
        found = found.filter(sent_at__lt=sent_before)
    return found.delete()[0]

"""Sending what is owed: a sender claims a row before it sends, so that each mail leaves once.

A sender that was stopped past its lease writes nothing about the mail when it goes on (portal.core.leases).
"""

import logging
import time
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage
from django.db.models import F

from portal.core import leases
from portal.core.fernet import open_sealed
from portal.core.models import Outbox

logger = logging.getLogger(__name__)

# How long to wait after each failure; after the last one a person has to look (security 4.3). For an hour it is tried
# so often that, once the post is back, all that was owed leaves within five minutes (security 4.2).
BACK_OFF = (timedelta(seconds=30), timedelta(minutes=2), *[timedelta(minutes=4)] * 15, timedelta(hours=1))
# A sender that dies in the middle gives its mail back after this long.
LEASE = timedelta(minutes=2)
# A round ends after so many failures of the post itself: each may have taken its 20 seconds, and the next would too.
MAX_POST_FAILURES = 3


def deliver(pk: int, *, now: datetime) -> bool:
    """Send one mail, if it is due and nobody else is at it."""
    return _deliver(pk, now=now) is None


def deliver_due(*, now: datetime, limit: int = 200, is_urgent: bool | None = None) -> int:
    """Send what is due, urgent mails first, then the oldest. Return how many left.

    is_urgent: true for urgent mails alone, false for all others. The round ends early where the post does not answer.
    """
    due = Outbox.objects.filter(state=Outbox.State.WAITING, next_at__lte=now).order_by("-is_urgent", "next_at", "pk")
    if is_urgent is not None:
        due = due.filter(is_urgent=is_urgent)
    sent = failures = 0
    began = time.monotonic()
    for pk in list(due.values_list("pk", flat=True)[:limit]):
        # The lease of a mail late in a slow round begins when its turn comes, not when the round began.
        problem = _deliver(pk, now=now + timedelta(seconds=int(time.monotonic() - began)))
        sent += problem is None
        failures = failures + 1 if isinstance(problem, OSError) and not _is_of_address(problem) else 0
        if failures == MAX_POST_FAILURES:
            break
    return sent


class _NotDue(Exception):
    """Another sender has it, or it has left."""


def _deliver(pk: int, *, now: datetime) -> Exception | None:
    """Send one mail. Return why it did not leave; None where it did."""
    mail = _claim(pk, now=now)
    if mail is None:
        return _NotDue()
    try:
        _message(mail).send()
    except Exception as error:
        _failed(mail, error, now=now)
        return error
    # The words are wiped: what has left is in the reader's hands.
    sent = {"state": Outbox.State.SENT, "sent_at": now, "body": b"", "stop": b"", "last_error": ""}
    _write(mail, **sent)
    return None


def _is_of_address(error: Exception) -> bool:
    """Return whether the post answered, and refuses this address or this mail only."""
    return isinstance(error, (SMTPRecipientsRefused, SMTPResponseException))


def _claim(pk: int, *, now: datetime) -> Outbox | None:
    """Take the mail for the length of a lease; two senders never hold the same one."""
    due = Outbox.objects.filter(pk=pk, state=Outbox.State.WAITING, next_at__lte=now)
    until = now + LEASE
    token = leases.claim(due, until=until, next_at=until, attempts=F("attempts") + 1)
    return Outbox.objects.filter(pk=pk, lease_token=token).first() if token else None


def _write(mail: Outbox, **changes: object) -> None:
    try:
        leases.update(mail, **changes, **leases.RELEASED)
    except leases.LeaseLost:
        logger.warning("Mail %s was taken over by another sender", mail.message_id)


def _failed(mail: Outbox, error: Exception, *, now: datetime) -> None:
    """Try again later, or ask for a person: after the last try, or when the post refuses the address for good."""
    refused = isinstance(error, SMTPRecipientsRefused) and all(
        code >= 500 for code, _reason in error.recipients.values()
    )
    given_up = refused or mail.attempts > len(BACK_OFF)
    logger.warning("Mail %s did not leave (attempt %s): %s", mail.message_id, mail.attempts, type(error).__name__)
    _write(
        mail,
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

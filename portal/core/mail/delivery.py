"""Sending what is owed: a sender claims a row before it sends, so that each mail leaves once.

A sender that was stopped past its lease writes nothing about the mail when it goes on (portal.jobs).
"""

import time
from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils.translation import gettext_lazy

from portal.core.fernet import decrypt
from portal.core.models import Outbox
from portal.jobs import protocol
from portal.jobs.protocol import JobKind

# A round ends after so many failures of the post itself: each may have taken its 20 seconds, and the next would too.
MAX_POST_FAILURES = 3


def deliver(pk: int, *, now: datetime) -> bool:
    """Send one mail, if it is due and nobody else is at it."""
    return _deliver(pk, now=now) is None


def deliver_due(*, now: datetime, limit: int = 200, is_urgent: bool | None = None) -> int:
    """Send what is due, urgent mails first, then the oldest. Return how many left.

    is_urgent: true for urgent mails alone, false for all others. The round ends early where the post does not answer.
    """
    due = JOB.due(now).order_by("-is_urgent", "next_at", "pk")
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
    mail = protocol.claim(JOB, pk=pk, now=now)
    if mail is None:
        return _NotDue()
    return protocol.attempt(JOB, mail, partial(_send, now=now), clock=lambda: now)


def _send(mail: Outbox, *, now: datetime) -> None:
    _message(mail).send()
    # The words are wiped: what has left is in the reader's hands.
    protocol.release(mail, state=Outbox.State.SENT, sent_at=now, body=b"", stop=b"")


def _is_of_address(error: Exception) -> bool:
    """Return whether the post answered, and refuses this address or this mail only."""
    return isinstance(error, (SMTPRecipientsRefused, SMTPResponseException))


def _is_refused_for_good(error: Exception) -> bool:
    """Return whether the post knows no such address, so that another attempt would be refused too."""
    return isinstance(error, SMTPRecipientsRefused) and all(code >= 500 for code, _reason in error.recipients.values())


def _message(mail: Outbox) -> EmailMessage:
    return EmailMessage(
        subject=mail.subject,
        body=decrypt(bytes(mail.body)).decode(),
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"} | _unsubscribe_headers(mail),
    )


def _unsubscribe_headers(mail: Outbox) -> dict[str, str]:
    """Return the headers with which a mail program shows a button that ends such mails (RFC 2369, RFC 8058)."""
    if not mail.stop:
        return {}
    address = decrypt(bytes(mail.stop)).decode()
    return {"List-Unsubscribe": f"<{address}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def forget(*, templates: str, to: str = "", sent_before: datetime | None = None) -> int:
    """Delete mails: those to one address, or those that left before a moment. Return how many.

    templates: how the names of their templates begin.
    """
    mails = Outbox.objects.filter(template__startswith=templates)
    if to:
        mails = mails.filter(to__iexact=to)
    if sent_before:
        mails = mails.filter(sent_at__lt=sent_before)
    return mails.delete()[0]


def retry(pk: int, *, now: datetime) -> bool:
    """Try a mail again that needed attention. Return whether there was one."""
    return protocol.retry(JOB, pk=pk, now=now)


JOB = JobKind(
    model=Outbox,
    label=gettext_lazy("Email"),
    owed=Q(state=Outbox.State.WAITING),
    aside=Q(state=Outbox.State.NEEDS_ATTENTION),
    task="portal.core.mail.tasks.deliver_mail",
    put_aside=lambda mail, now: {"state": Outbox.State.NEEDS_ATTENTION},
    restart=lambda mail, now: {"state": Outbox.State.WAITING},
    waits_after_loss=False,
    is_final=_is_refused_for_good,
    # An address that nobody has is the writer's slip.
    alarming=~Q(problem=SMTPRecipientsRefused.__name__),
    # The message of an error may name the address.
    has_traceback=False,
)

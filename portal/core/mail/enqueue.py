"""Owing somebody a mail: a row, written in the transaction that owes it."""

from functools import partial
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from portal.core.faces import build_address
from portal.core.fernet import encrypt
from portal.core.mail.tasks import deliver_mail
from portal.core.models import Outbox


def send(
    *,
    to: str,
    template: str,
    context: dict[str, object] | None = None,
    reply_to: str = "",
    stop: str = "",
    is_urgent: bool = False,
) -> Outbox:
    """Owe somebody the mail in templates/email/<template>.txt, whose first line is "Subject: …".

    stop: of a mail that goes to many, the address at which one press ends it for this reader (RFC 8058).
    is_urgent: it waits for no other mail.
    Raises ValueError where that line is missing.
    """
    text = render_to_string(f"email/{template}.txt", _common_context() | (context or {}))
    first, _, body = text.lstrip().partition("\n")
    if not first.startswith("Subject: "):
        raise ValueError(f"templates/email/{template}.txt has to begin with a line “Subject: …”.")
    subject = first.removeprefix("Subject: ")
    body = body.strip() + "\n"
    return owe(to=to, template=template, subject=subject, body=body, reply_to=reply_to, stop=stop, is_urgent=is_urgent)


def owe(
    *, to: str, template: str, subject: str, body: str, reply_to: str = "", stop: str = "", is_urgent: bool = False
) -> Outbox:
    """Owe a mail whose words are ready. Line ends in a subject become spaces."""
    now = timezone.now()
    mail = Outbox.objects.create(
        message_id=f"<{uuid4()}@{_sender_domain()}>",
        template=template,
        to=to,
        reply_to=reply_to,
        subject=" ".join(subject.split())[:300],
        body=encrypt(body.encode()),
        stop=encrypt(stop.encode()) if stop else b"",
        created_at=now,
        next_at=now,
        is_urgent=is_urgent,
    )
    transaction.on_commit(partial(deliver_mail.enqueue, mail.pk))
    return mail


def _common_context() -> dict[str, object]:
    return {
        "portal_name": settings.PORTAL_NAME,
        "site_url": settings.SITE_URL,
        "desk_address": build_address("/desk/"),
        "helpline_number": settings.HELPLINE_NUMBER,
        "operator": settings.OPERATOR,
    }


def _sender_domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"

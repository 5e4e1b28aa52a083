"""The demo's post: to the terminal, and the last 50 kept for /demo/mail/. It exists only with DEMO on."""

import time
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend

MAX_SAVED = 50


class DemoBackend(EmailBackend):
    """Print each mail, as Django's console backend does, and save it."""

    def write_message(self, message: EmailMessage) -> None:
        super().write_message(message)
        save_mail(message.message().as_bytes())


def folder() -> Path:
    return Path(settings.VAR_DIR) / "demo-mail"


def save_mail(raw: bytes) -> None:
    """Save one mail, and delete all but the last 50."""
    folder().mkdir(parents=True, exist_ok=True)
    (folder() / f"{time.time_ns():020}.eml").write_bytes(raw)
    for old in sorted(folder().glob("*.eml"))[:-MAX_SAVED]:
        old.unlink(missing_ok=True)


def list_mails() -> list[ParsedMessage]:
    """Return the saved mails, the newest first."""
    files = sorted(folder().glob("*.eml"), reverse=True)[:MAX_SAVED]
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

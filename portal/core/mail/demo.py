"""The demo's post: to the terminal, and the last 50 kept for /demo/mail/. It exists only with DEMO on."""

import time
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend

KEPT = 50


class DemoBackend(EmailBackend):
    """Prints, as Django's console backend does, and keeps."""

    def write_message(self, message: EmailMessage) -> None:
        super().write_message(message)
        keep(message.message().as_bytes())


def folder() -> Path:
    return Path(settings.VAR_DIR) / "demo-mail"


def keep(raw: bytes) -> None:
    """Keep one mail and let go of all but the last 50."""
    folder().mkdir(parents=True, exist_ok=True)
    (folder() / f"{time.time_ns():020}.eml").write_bytes(raw)
    for old in sorted(folder().glob("*.eml"))[:-KEPT]:
        old.unlink(missing_ok=True)


def kept() -> list[ParsedMessage]:
    """The mails kept, the newest first."""
    files = sorted(folder().glob("*.eml"), reverse=True)[:KEPT]
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]

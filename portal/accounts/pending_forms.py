"""What was typed into a form that was sent after the web session had ended, kept until the same person is back.

It waits sealed in the browser's new session, under the account that typed it, for half an hour. Files, passwords and
codes are not kept; nor is anything of the account pages, of the editors' pages, which keep drafts of their own, or of
what people tell the helpline.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest

from portal.core.fernet import DecryptionError, decrypt, encrypt

SESSION_KEY = "portal_kept_form"
PENDING_FORM_TTL = timedelta(minutes=30)
MAX_FORM_LENGTH = 200_000  # characters of names and values together
EXCLUDED_PATHS = re.compile(r"/(accounts|cms|desk|report|r)(/|$)|/o/[^/]+/concerns(/|$)")
SECRET = re.compile(r"passw|passphrase|secret|token|(^|[_-])(code|pin)$", re.IGNORECASE)


@dataclass(frozen=True)
class PendingForm:
    """A form that was kept. page: the path of the page that held it; sent_to: the path it was sent to."""

    user: str
    page: str
    sent_to: str
    fields: Sequence[tuple[str, str]]
    until: float


def save_form(request: HttpRequest, *, user: str, page: str, now: datetime) -> bool:
    """Keep what was typed in the web session. Return whether there was anything to keep."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values if not SECRET.search(name)]
    size = sum(len(name) + len(value) for name, value in fields)
    if EXCLUDED_PATHS.match(request.path) or not any(value.strip() for _, value in fields) or size > MAX_FORM_LENGTH:
        return False
    until = (now + PENDING_FORM_TTL).timestamp()
    facts = {"user": user, "page": page.partition("?")[0], "sent_to": request.path, "until": until}
    request.session[SESSION_KEY] = encrypt(json.dumps(facts | {"fields": fields}).encode()).decode()
    return True


def get_pending_form(request: HttpRequest, *, now: datetime) -> PendingForm | None:
    """Return the form kept in this session, whoever typed it, or None. One that is too old or has no page is
    dropped.
    """
    sealed = request.session.get(SESSION_KEY)
    if sealed is None:
        return None
    try:
        pending = PendingForm(**json.loads(decrypt(sealed.encode())))
    except DecryptionError:
        pending = None
    if pending is None or pending.until <= now.timestamp():
        discard_form(request)
        return None
    return pending


def discard_form(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)

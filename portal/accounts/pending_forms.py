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

from portal.core.fernet import CannotOpen, open_sealed, seal

KEY = "portal_kept_form"
KEPT_FOR = timedelta(minutes=30)
LONGEST = 200_000  # characters of names and values together
NEVER = re.compile(r"/(accounts|cms|desk|report|r)(/|$)|/o/[^/]+/concerns(/|$)")
SECRET = re.compile(r"passw|passphrase|secret|token|(^|[_-])(code|pin)$", re.IGNORECASE)


@dataclass(frozen=True)
class KeptForm:
    """page: the path of the page that held the form; sent_to: the path it was sent to."""

    user: str
    page: str
    sent_to: str
    fields: Sequence[tuple[str, str]]
    until: float


def keep(request: HttpRequest, *, user: str, page: str, now: datetime) -> bool:
    """Whether there was anything to keep."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values if not SECRET.search(name)]
    size = sum(len(name) + len(value) for name, value in fields)
    if NEVER.match(request.path) or not any(value.strip() for _, value in fields) or size > LONGEST:
        return False
    until = (now + KEPT_FOR).timestamp()
    facts = {"user": user, "page": page.partition("?")[0], "sent_to": request.path, "until": until}
    request.session[KEY] = seal(json.dumps(facts | {"fields": fields}).encode()).decode()
    return True


def waiting(request: HttpRequest, *, now: datetime) -> KeptForm | None:
    """What waits in this session and is not too old, whoever typed it. What cannot be shown any more is dropped."""
    sealed = request.session.get(KEY)
    if sealed is None:
        return None
    try:
        kept = KeptForm(**json.loads(open_sealed(sealed.encode())))
    except CannotOpen:
        kept = None
    if kept is None or kept.until <= now.timestamp():
        drop(request)
        return None
    return kept


def drop(request: HttpRequest) -> None:
    request.session.pop(KEY, None)

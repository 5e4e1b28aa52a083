"""What was typed into a form that was sent after the web session had ended, kept until the same person is back.

It waits sealed in the browser's new session, under the account that typed it, for half an hour. Files, passwords and
codes are not kept; nor is anything of the account pages, of the editors' pages, which keep drafts of their own, or of
what people tell the helpline.

Whose form it is, where the session is gone or somebody else's, is told by the token against forgery in the form: its
secret changes at each sign-in, so that one secret is on the pages of one account only.

See docs/requirements/security.md#typed-text.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import _unmask_cipher_token  # type: ignore[attr-defined]  # docs/upgrading.md tells why
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode

from portal.core.fernet import DecryptionError, decrypt, encrypt

SESSION_KEY = "portal_kept_form"
PENDING_FORM_TTL = timedelta(minutes=30)
# As long as a page of a session can be open and its form still be taken back.
OWNER_TTL = timedelta(minutes=max(settings.SESSION_MAX_MINUTES, settings.STAFF_SESSION_MAX_MINUTES)) + PENDING_FORM_TTL
MAX_FORM_LENGTH = 200_000  # characters of names and values together
EXCLUDED_PATHS = re.compile(r"/(accounts|cms|desk|report|r)(/|$)|/o/[^/]+/concerns/raise(/|$)")
TOKEN = re.compile(r"[a-zA-Z0-9]{64}")
SECRET = re.compile(r"passw|passphrase|secret|token|(^|[_-])(code|pin)$", re.IGNORECASE)


@dataclass(frozen=True)
class PendingForm:
    """A form that was kept. page: the path of the page that held it; sent_to: the path it was sent to."""

    user: str
    page: str
    sent_to: str
    fields: Sequence[tuple[str, str]]
    until: float


def get_form_page(request: HttpRequest) -> str:
    """Return the page to go back to: this one, or the one that held the form which was sent."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    referrer = urlsplit(request.headers.get("Referer", ""))
    if referrer.netloc == request.get_host() and referrer.path:
        return referrer.path + (f"?{referrer.query}" if referrer.query else "")
    return request.path


def is_new_secret(request: HttpRequest) -> bool:
    """Return whether the answer gives the browser another secret against forgery than it had."""
    return request.META.get("CSRF_COOKIE") not in {None, request.COOKIES.get(settings.CSRF_COOKIE_NAME)}


def record_owner(request: HttpRequest, *, user: str) -> None:
    """Record whose pages carry the secret against forgery of this answer."""
    cache.set(_owner_key(request.META["CSRF_COOKIE"]), user, OWNER_TTL.total_seconds())


def get_owner(request: HttpRequest) -> str | None:
    """Return the uuid of the account on whose page the form was; None where nobody was signed in on it."""
    token = request.POST.get("csrfmiddlewaretoken", "")
    return cache.get(_owner_key(_unmask_cipher_token(token))) if TOKEN.fullmatch(token) else None


def _owner_key(secret: str) -> str:
    return f"form_owner:{salted_hmac('portal.form_owner', secret, algorithm='sha256').hexdigest()}"


def request_sign_in(request: HttpRequest, *, user: str, why: str, now: datetime) -> HttpResponse:
    """Redirect to the sign-in page, and from there to the page that was asked for, or to that of the form.

    user: the account that was signed in. why: the session was "idle", lasted too "long", or was closed ("closed").
    """
    page = get_form_page(request)
    query = {"next": page, "ended": why}
    if request.method == "POST" and save_form(request, user=user, page=page, now=now):
        query["kept"] = "yes"
    return redirect(f"{reverse('account_login')}?{urlencode(query)}")


def get_typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields of the form that was sent; empty where nothing of it may be kept."""
    if EXCLUDED_PATHS.match(request.path):
        return []
    fields = [(name, value) for name, values in request.POST.lists() for value in values if not SECRET.search(name)]
    size = sum(len(name) + len(value) for name, value in fields)
    return fields if size <= MAX_FORM_LENGTH and any(value.strip() for _, value in fields) else []


def save_form(request: HttpRequest, *, user: str, page: str, now: datetime) -> bool:
    """Keep what was typed in the web session. Return whether there was anything to keep."""
    fields = get_typed(request)
    if not fields:
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

"""Gives back what somebody typed into a form that could not be taken just now, so that one press sends it again.

The values are in the answer's own hidden fields and nowhere else: no session, database or disk keeps them, and the
answer is not stored. Passwords, passphrases and codes are not among them, and a file has to be chosen again.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.middleware.csrf import get_token

SECRET_FIELD = re.compile(
    r"passw|passphrase|secret|credential|csrfmiddlewaretoken|^again$|(^|[_-])(code|pin|otp)$", re.IGNORECASE
)


@dataclass(frozen=True)
class Resubmission:
    """address: where the form goes. has_secret, has_file: whether something has to be typed or chosen again."""

    address: str
    fields: list[tuple[str, str]]
    token: str
    has_secret: bool
    has_file: bool


def get_resubmission(request: HttpRequest | None) -> Resubmission | None:
    """Return what a form held; None for a request that sent none, and where nothing of it may be shown.

    A form that another site sent is not given back: one press would send its words with our own token.
    """
    if request is None or request.method != "POST" or is_of_other_site(request):
        return None
    try:
        form, files = request.POST, request.FILES
    except (BadRequest, SuspiciousOperation, UnreadablePostError):
        return None
    typed = [(name, value) for name, values in form.lists() for value in values if name != "csrfmiddlewaretoken"]
    shown = [(name, value) for name, value in typed if not SECRET_FIELD.search(name)]
    if not any(value.strip() for _name, value in shown):
        return None
    return Resubmission(
        address=f"/{request.get_full_path().lstrip('/')}",
        fields=shown,
        token=_token(request),
        has_secret=len(shown) < len(typed),
        has_file=any(file for _name, chosen in files.lists() for file in chosen),
    )


def is_of_other_site(request: HttpRequest) -> bool:
    """Return whether another site may have sent the request: the browser says so, or does not say who did."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site not in {"same-origin", "none"}
    try:
        sender = urlsplit(request.headers.get("Origin") or request.headers.get("Referer", "")).netloc
    except ValueError:
        return True
    return not sender or sender != request.headers.get("Host", "")


def _token(request: HttpRequest) -> str:
    """Return the CSRF token, also where it was the web session that failed, before the token was read."""
    if settings.CSRF_COOKIE_NAME in request.COOKIES:
        request.META.setdefault("CSRF_COOKIE", request.COOKIES[settings.CSRF_COOKIE_NAME])
    return get_token(request)


def set_no_store(response: HttpResponse) -> HttpResponse:
    """Keep the response out of every cache. Return it."""
    response.headers["Cache-Control"] = "no-store"
    return response

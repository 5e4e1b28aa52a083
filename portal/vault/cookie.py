"""The browser's half of an unlock: a cookie that no script reads and no other site sends.

See docs/requirements/security.md#unlocking.
"""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.vault.services import unlocking
from portal.vault.unlocked_keys import UnlockedKeys


def set_cookie(response: HttpResponse, value: str) -> None:
    """Set the cookie until the browser closes; the row ends sooner."""
    response.set_cookie(
        settings.VAULT_COOKIE_NAME, value, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Strict"
    )


def delete_cookie(response: HttpResponse) -> None:
    """Delete the cookie; the browser's half of the unlock is gone."""
    response.delete_cookie(settings.VAULT_COOKIE_NAME, samesite="Strict")


def get_unlocked_keys(request: HttpRequest, *, now: datetime) -> UnlockedKeys | None:
    """Return the team's keys, where this browser's user has unlocked; this counts as use."""
    if not request.user.is_authenticated:
        return None
    cookie = request.COOKIES.get(settings.VAULT_COOKIE_NAME)
    return unlocking.find_unlocked_keys(
        user=request.user, session_key=request.session.session_key, cookie=cookie, now=now
    )

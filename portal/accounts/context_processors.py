"""Template context about the web session."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts import session_lifetime


def session(request: HttpRequest) -> dict[str, object]:
    """Return when the session ends if nothing more happens; nothing is read for a visitor without a session."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return {}
    ends_at = session_lifetime.get_session_expiry(request)
    if ends_at is None:
        return {}
    return {"session_ends_at": ends_at, "session_seconds": int((ends_at - timezone.now()).total_seconds())}

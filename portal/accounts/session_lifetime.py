"""What a web session remembers about itself: when it began, when it was last used, whether it is one of our staff.

portal.settings.sessions says how long it may be idle, and how long it lasts.
"""

from datetime import UTC, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest

from portal.accounts.current_user import get_current_user
from portal.accounts.roles import is_staff_account
from portal.accounts.services import sessions

SESSION_KEY = "portal_session"
# A session's last use is written at most this often.
TOUCH_INTERVAL = timedelta(minutes=1)


def start_session(request: HttpRequest, *, now: datetime) -> None:
    stamp = now.timestamp()
    staff = is_staff_account(request.user)
    request.session[SESSION_KEY] = {"started": stamp, "seen": stamp, "rotated": stamp, "staff": staff}


def get_session_expiry(request: HttpRequest) -> datetime | None:
    """Return when the session ends if nothing more happens in it; None outside a session of a signed-in user."""
    state = request.session.get(SESSION_KEY)
    if state is None:
        return None
    idle, longest = _get_limits(staff=state["staff"])
    return datetime.fromtimestamp(min(state["seen"] + idle * 60, state["started"] + longest * 60), tz=UTC)


def get_end_reason(request: HttpRequest, *, now: datetime) -> str:
    """Return "idle" or "long" for a session that has to end; an empty string while it may go on."""
    state = request.session.get(SESSION_KEY)
    if state is None:
        return ""
    idle, longest = _get_limits(staff=state["staff"])
    if now.timestamp() >= state["started"] + longest * 60:
        return "long"
    return "idle" if now.timestamp() >= state["seen"] + idle * 60 else ""


def record_use(request: HttpRequest, *, now: datetime) -> None:
    """Record the use; after a change of privileges, give the session a new key first."""
    state = request.session.get(SESSION_KEY)
    if state is None:
        start_session(request, now=now)
        return
    changed = get_current_user(request).privileges_changed_at
    if changed is not None and changed.timestamp() >= state["rotated"]:
        rotate_key(request, now=now)
    elif now.timestamp() - state["seen"] >= TOUCH_INTERVAL.total_seconds():
        request.session[SESSION_KEY] = state | {"seen": now.timestamp()}
        UserSession.objects.create_from_request(request)


def rotate_key(request: HttpRequest, *, now: datetime) -> None:
    old = request.session.session_key
    request.session.cycle_key()
    stamp = now.timestamp()
    staff = is_staff_account(request.user)
    request.session[SESSION_KEY] = request.session[SESSION_KEY] | {"seen": stamp, "rotated": stamp, "staff": staff}
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def close_other_sessions(request: HttpRequest, user) -> None:
    """Close every web session of the user but this one, which gets a new key."""
    sessions.close_all_sessions(user=user)
    if request.user.is_authenticated and request.user.pk == user.pk:
        get_current_user(request).session_epoch = user.session_epoch
        update_session_auth_hash(request, user)
        UserSession.objects.create_from_request(request)


def _get_limits(*, staff: bool) -> tuple[int, int]:
    """Return the minutes without use, and the minutes altogether, after which a session ends."""
    if staff:
        return settings.STAFF_SESSION_IDLE_MINUTES, settings.STAFF_SESSION_MAX_MINUTES
    return settings.SESSION_IDLE_MINUTES, settings.SESSION_MAX_MINUTES

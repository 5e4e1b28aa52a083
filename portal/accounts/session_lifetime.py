"""What a web session remembers about itself: when it began, when it was last used, whether it is one of our staff."""

from datetime import UTC, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest

from portal.accounts.current_user import signed_in
from portal.accounts.roles import is_staff_account
from portal.accounts.services import sessions

KEY = "portal_session"
# A session's last use is written at most this often.
TOUCH = timedelta(minutes=1)


def begin(request: HttpRequest, *, now: datetime) -> None:
    stamp = now.timestamp()
    staff = is_staff_account(request.user)
    request.session[KEY] = {"started": stamp, "seen": stamp, "rotated": stamp, "staff": staff}


def ends_at(request: HttpRequest) -> datetime | None:
    """When the session ends if nothing more happens in it; None outside a session of a signed-in user."""
    kept = request.session.get(KEY)
    if kept is None:
        return None
    idle, longest = _limits(staff=kept["staff"])
    return datetime.fromtimestamp(min(kept["seen"] + idle * 60, kept["started"] + longest * 60), tz=UTC)


def why_ended(request: HttpRequest, *, now: datetime) -> str:
    """ "idle", "long", or nothing while the session may go on."""
    kept = request.session.get(KEY)
    if kept is None:
        return ""
    idle, longest = _limits(staff=kept["staff"])
    if now.timestamp() >= kept["started"] + longest * 60:
        return "long"
    return "idle" if now.timestamp() >= kept["seen"] + idle * 60 else ""


def touch(request: HttpRequest, *, now: datetime) -> None:
    """Remember the use; after a change of privileges, give the session a new key first."""
    kept = request.session.get(KEY)
    if kept is None:
        begin(request, now=now)
        return
    changed = signed_in(request).privileges_changed_at
    if changed is not None and changed.timestamp() >= kept["rotated"]:
        rotate(request, now=now)
    elif now.timestamp() - kept["seen"] >= TOUCH.total_seconds():
        request.session[KEY] = kept | {"seen": now.timestamp()}
        UserSession.objects.create_from_request(request)


def rotate(request: HttpRequest, *, now: datetime) -> None:
    old = request.session.session_key
    request.session.cycle_key()
    stamp = now.timestamp()
    staff = is_staff_account(request.user)
    request.session[KEY] = request.session[KEY] | {"seen": stamp, "rotated": stamp, "staff": staff}
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def end_others(request: HttpRequest, user) -> None:
    """End every web session of the user but this one, which gets a new key."""
    sessions.end_all(user=user)
    if request.user.is_authenticated and request.user.pk == user.pk:
        signed_in(request).session_epoch = user.session_epoch
        update_session_auth_hash(request, user)
        UserSession.objects.create_from_request(request)


def _limits(*, staff: bool) -> tuple[int, int]:
    """Minutes without use, minutes altogether."""
    if staff:
        return settings.STAFF_SESSION_IDLE_MINUTES, settings.STAFF_SESSION_LONGEST_MINUTES
    return settings.SESSION_IDLE_MINUTES, settings.SESSION_LONGEST_MINUTES

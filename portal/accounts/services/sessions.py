"""Closing of web sessions, and marking them for a new key."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db.models import F

from portal.accounts.models import User


def close_all_sessions(*, user: User) -> None:
    """Sign the user out of every web session from its next request on."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    UserSession.objects.filter(user=user).delete()


def mark_privileges_changed(*, user: User, at: datetime) -> None:
    """Let each web session of the user change its key on its next request (docs/requirements/security.md#sessions)."""
    user.privileges_changed_at = at
    user.save(update_fields=["privileges_changed_at"])

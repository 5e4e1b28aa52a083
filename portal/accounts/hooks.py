"""Calls from accounts into apps above it, which it may not import: settings.ACCOUNTS_HOOKS names the functions."""

import uuid
from datetime import datetime
from typing import Any

from bs4 import BeautifulSoup
from django.conf import settings
from django.utils.module_loading import import_string


def record(actor: Any, action: str, target: Any = None, data: dict | None = None, *, scope: uuid.UUID | None = None):
    """Add a line of history; see portal.history.services.record."""
    return import_string(settings.ACCOUNTS_HOOKS["record"])(actor, action, target, data, scope=scope)


def role_needs_second_factor(user: Any) -> bool:
    """Return whether a role in some business demands a second factor of the user."""
    return import_string(settings.ACCOUNTS_HOOKS["role_needs_second_factor"])(user)


def is_business_member(user: Any) -> bool:
    """Return whether the user is a member of any business."""
    return import_string(settings.ACCOUNTS_HOOKS["is_business_member"])(user)


def get_organisation_uuids(user: Any) -> list[uuid.UUID]:
    """Return the uuids of the businesses that the user is a member of: the history scopes they belong to."""
    return import_string(settings.ACCOUNTS_HOOKS["get_organisation_uuids"])(user)


def get_desk_exit_blocker(user: Any) -> str:
    """Return why the user cannot leave the desk yet, as a sentence; empty where nothing prevents it."""
    return import_string(settings.ACCOUNTS_HOOKS["get_desk_exit_blocker"])(user)


def revoke_desk_access(user: Any, *, at: datetime) -> None:
    """Take from a user who no longer works at the desk whatever opens what people told us."""
    import_string(settings.ACCOUNTS_HOOKS["revoke_desk_access"])(user, at=at)


def withdraw_invitations(user: Any, *, by: Any, at: datetime) -> None:
    """Withdraw the pending invitations to businesses that the user sent."""
    import_string(settings.ACCOUNTS_HOOKS["withdraw_invitations"])(user, by=by, at=at)


def redraw_editors(page: BeautifulSoup) -> None:
    """Have the editors of a page whose form was filled again open with what is in their text boxes now."""
    import_string(settings.ACCOUNTS_HOOKS["redraw_editors"])(page)

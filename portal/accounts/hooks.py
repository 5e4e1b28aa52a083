"""What accounts asks of the apps above it, which it may not import: settings name the functions (ACCOUNTS_HOOKS)."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


def record(actor: Any, action: str, target: Any = None, data: dict | None = None, *, scope: uuid.UUID | None = None):
    """Add a line of history; see portal.history.services.record."""
    return import_string(settings.ACCOUNTS_HOOKS["record"])(actor, action, target, data, scope=scope)


def role_needs_second_factor(user: Any) -> bool:
    """Whether a role in some business demands a second factor of the user."""
    return import_string(settings.ACCOUNTS_HOOKS["role_needs_second_factor"])(user)


def is_in_a_business(user: Any) -> bool:
    """Whether the user is a member of any business."""
    return import_string(settings.ACCOUNTS_HOOKS["is_in_a_business"])(user)


def organisations_of(user: Any) -> list[uuid.UUID]:
    """The uuids of the businesses that the user is a member of: the scopes of history they belong to."""
    return import_string(settings.ACCOUNTS_HOOKS["organisations_of"])(user)


def what_keeps_at_desk(user: Any) -> str:
    """Why somebody cannot leave the desk yet, as a sentence; empty where nothing keeps them."""
    return import_string(settings.ACCOUNTS_HOOKS["what_keeps_at_desk"])(user)


def left_desk(user: Any, *, at: datetime) -> None:
    """Somebody works at the desk no more: whatever opens what people told us is taken from them."""
    import_string(settings.ACCOUNTS_HOOKS["left_desk"])(user, at=at)

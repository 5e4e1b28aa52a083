"""Permissions to hold the team's key, and to replace it."""

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.accounts.roles import DESK_ROLES, has_role


def can_hold_key(user) -> bool:
    """Return whether the user may hold the team's key."""
    return has_role(user, *DESK_ROLES)


def key_holders() -> QuerySet[User]:
    """Return everybody of whom can_hold_key is true."""
    return User.objects.filter(is_active=True, groups__name__in=[role.value for role in DESK_ROLES])

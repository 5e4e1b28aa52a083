"""Who may hold the team's key, and who may replace it."""

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.accounts.roles import DESK_ROLES, StaffRole, has_role


def can_hold_key(user) -> bool:
    return has_role(user, *DESK_ROLES)


def key_holders() -> QuerySet[User]:
    """Everybody of whom can_hold_key is true."""
    return User.objects.filter(is_active=True, groups__name__in=[role.value for role in DESK_ROLES])


def can_hand_over(user) -> bool:
    """Propose or confirm that another operator gets every key; two people do it."""
    return has_role(user, StaffRole.TRIAGE_LEAD, StaffRole.SITE_ADMINISTRATOR)


def can_give_key(user) -> bool:
    """Give the team's key to a colleague, rotate it, revoke a colleague's."""
    return has_role(user, StaffRole.TRIAGE_LEAD)

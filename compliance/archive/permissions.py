"""Who may take everything of an organisation along: its administrators, also while it is closed (security 3.3: X)."""

from compliance.organisations.models import Membership
from compliance.organisations.permissions import is_administrator


def can_take_archive(membership: Membership) -> bool:
    return is_administrator(membership)

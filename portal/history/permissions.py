"""Permissions to read the log of the whole portal; an organisation's own is its own
matter.

See docs/requirements/security.md#history-readers.
"""

from typing import Any

from portal.accounts.roles import DESK_ROLES, StaffRole, has_role

_OWN_ACTS = (StaffRole.HANDLER, StaffRole.TRIAGE_LEAD, StaffRole.CONTENT_EDITOR)


def can_read_everything(user: Any) -> bool:
    """Return whether the user may read the whole log."""
    return has_role(user, StaffRole.SITE_ADMINISTRATOR)


def can_verify(user: Any) -> bool:
    """Return whether the user may verify the log."""
    return has_role(user, StaffRole.SITE_ADMINISTRATOR)


def can_read_own_acts(user: Any) -> bool:
    """Return whether the user may read their own acts."""
    return has_role(user, StaffRole.SITE_ADMINISTRATOR, *_OWN_ACTS)


def belongs_at_desk(user: Any) -> bool:
    """Return whether the person works at the desk: what they find missing there is a row, not a door."""
    return has_role(user, *DESK_ROLES)

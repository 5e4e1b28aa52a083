"""Permission to read feedback on the guidance (docs/requirements/security.md#role-matrix)."""

from typing import Any

from portal.accounts.roles import StaffRole, has_role


def can_read_feedback(user: Any) -> bool:
    """Return whether the user may read what readers said of the guidance."""
    return has_role(user, StaffRole.CONTENT_EDITOR, StaffRole.SITE_ADMINISTRATOR)

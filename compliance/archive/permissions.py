"""Who may download an organisation's archive: its administrators, also while it is closed.

See docs/requirements/statements.md#archives.
"""

from compliance.organisations.models import Membership
from compliance.organisations.permissions import is_administrator


def can_take_archive(membership: Membership) -> bool:
    """Return whether the member may request and download the organisation's archive."""
    return is_administrator(membership)

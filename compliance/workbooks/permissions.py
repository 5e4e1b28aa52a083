"""Who may do what with uploads: members look, writers send, decide and undo (decision 15)."""

from compliance.organisations.models import Membership
from compliance.organisations.permissions import is_writer


def can_upload(membership: Membership) -> bool:
    return is_writer(membership)

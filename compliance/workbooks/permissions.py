"""Who may do what with uploads: members look, writers send, decide and undo (decision 15)."""

from compliance.organisations.models import Membership
from compliance.organisations.permissions import is_writer


def can_upload(membership: Membership) -> bool:
    return is_writer(membership)


def can_take_plans(membership: Membership) -> bool:
    """Take action plans away to fill them, and the workbooks for suppliers."""
    return is_writer(membership)

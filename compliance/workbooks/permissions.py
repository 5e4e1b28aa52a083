"""Decide who may do what with uploads: members look, writers send, decide and undo.

See docs/requirements/statements.md#business-roles.
"""

from compliance.audits.permissions import can_see_all_details
from compliance.organisations.models import Membership
from compliance.organisations.permissions import is_writer
from compliance.workbooks.models import Import


def can_upload(membership: Membership) -> bool:
    """Return whether the member may send workbooks, decide about them and undo them."""
    return is_writer(membership)


def can_see_rows(membership: Membership, upload: Import, *, is_grave: bool) -> bool:
    """Return whether the member may read an upload's rows.

    is_grave: whether a row may mean an A-alert. Then its sender, safeguarding leads and administrators only.
    """
    return not is_grave or upload.uploaded_by_id == membership.user_id or can_see_all_details(membership)


def can_answer(membership: Membership, upload: Import) -> bool:
    """Return whether the member may say what the columns are.

    The page shows rows of which nobody knows yet whether one may mean an A-alert.
    """
    return can_upload(membership) and can_see_rows(membership, upload, is_grave=True)


def can_retry(membership: Membership, upload: Import) -> bool:
    """Return whether the member may have the upload's file read once more."""
    return can_upload(membership) and upload.is_retryable


def can_take_plans(membership: Membership) -> bool:
    """Return whether the member may download action plans to fill them, and the workbooks for suppliers."""
    return is_writer(membership)

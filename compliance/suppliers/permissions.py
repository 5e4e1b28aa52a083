"""Decide who may change and export a supplier register, which every member reads.

See docs/requirements/statements.md#business-roles, docs/requirements/security.md#role-matrix.
"""

from compliance.organisations.models import Membership
from compliance.organisations.permissions import can_see_alert_details, is_administrator, is_writer
from compliance.suppliers.models import SavedView
from portal.accounts.current_user import Visitor
from portal.accounts.roles import StaffRole, has_role


def can_change_register(membership: Membership) -> bool:
    """Return whether the member may add, change and end suppliers and sites, and say what is bought from whom."""
    return is_writer(membership)


def can_export_register(membership: Membership) -> bool:
    """Return whether the member may download the register."""
    return is_administrator(membership)


def can_find_alerts(membership: Membership) -> bool:
    """Return whether the member may filter the register by places where people may be at risk now."""
    return can_see_alert_details(membership)


def can_remove_view(membership: Membership, view: SavedView) -> bool:
    """Return whether the member may remove the saved view: their own, or one that is shared, if they write."""
    if view.is_shared:
        return can_change_register(membership)
    return view.made_by_id == membership.user_id


def can_edit_risk_tables(user: Visitor) -> bool:
    """Return whether the user may bring new tables and weights, which move the scores of every business."""
    return has_role(user, StaffRole.SITE_ADMINISTRATOR)

"""Who may see and make what goes to partners. Views ask here.

See docs/requirements/helpline.md#sharing-agreements.
"""

from compliance.casework.models import Approval
from compliance.casework.permissions import can_lead_desk, can_see_approval, can_work_at_desk
from compliance.sharing.models import Agreement, Feed


def can_share(user) -> bool:
    """Return whether somebody makes agreements and feeds, and reads the log of what was shared."""
    return can_lead_desk(user)


def can_see_agreement(user, agreement: Agreement) -> bool:
    """Allow leads, and whoever may be or was the second person."""
    return can_share(user) or _is_second_person(user, agreement.approval)


def can_see_feed(user, feed: Feed) -> bool:
    """Allow leads, and whoever may be or was the second person: they read exactly what would leave."""
    return can_share(user) or _is_second_person(user, feed.approval)


def _is_second_person(user, approval: Approval | None) -> bool:
    if approval is None or not can_work_at_desk(user):
        return False
    return approval.decided_by_id == user.pk or can_see_approval(user, approval)

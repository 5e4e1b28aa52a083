"""Who may read, prepare and decide on figures. Views ask here. What may not be known of answers 404.

See docs/requirements/statistics.md#second-person.
"""

from compliance.statistics.choices import State
from compliance.statistics.models import Release
from portal.accounts.roles import StaffRole, has_role


def can_read_releases(user) -> bool:
    """Allow whoever prepares, decides or answers for figures; nobody reads a fact of a case there."""
    return has_role(user, StaffRole.STATISTICIAN, StaffRole.TRIAGE_LEAD, StaffRole.HELPLINE_MANAGER)


def can_prepare_release(user) -> bool:
    return has_role(user, StaffRole.STATISTICIAN)


def can_decide_release(user, release: Release) -> bool:
    """Allow a lead who did not prepare it; a statistician alone publishes nothing."""
    is_other = user.pk != release.prepared_by_id
    return is_other and release.state == State.PREPARED and has_role(user, StaffRole.TRIAGE_LEAD)


def can_stop_release(user, release: Release) -> bool:
    """Allow a lead to refuse after all what is approved and not yet public."""
    return release.state == State.APPROVED and has_role(user, StaffRole.TRIAGE_LEAD)


def can_save_phone_figures(user) -> bool:
    return has_role(user, StaffRole.STATISTICIAN, StaffRole.HELPLINE_MANAGER)


def can_read_month(user) -> bool:
    """Allow who answers for the helpline to see the newest month; its small numbers are theirs to read."""
    return has_role(user, StaffRole.HELPLINE_MANAGER, StaffRole.TRIAGE_LEAD)

"""Who reads hotspots, who computes them, and who keeps the list of campaigns. Partners get them as feeds only.

See docs/requirements/helpline.md#hotspots.
"""

from compliance.casework.permissions import can_lead_desk, can_work_at_desk, get_statistics_roles


def can_read_hotspots(user) -> bool:
    """Allow those who read the helpline's internal figures: the desk, managers and statisticians."""
    return bool(get_statistics_roles(user))


def can_compute_hotspots(user) -> bool:
    """Allow the desk: only an unlocked desk opens the councils of cases."""
    return can_work_at_desk(user)


def can_keep_campaigns(user) -> bool:
    return can_lead_desk(user)

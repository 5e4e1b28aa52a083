"""Who may do what with audits and what they raise (security 3.3). A person is known by their membership."""

from compliance.audits.choices import AlertLevel
from compliance.audits.models import Alert, ConcernNote
from compliance.organisations.models import Membership
from compliance.organisations.permissions import (
    can_see_alert_details,
    is_active,
    is_administrator,
    is_safeguarding_lead,
    is_writer,
)

# --- Alerts --------------------------------------------------------------------------------------------------------


def can_see_alert(membership: Membership, alert: Alert) -> bool:
    """A-alerts are for safeguarding leads and administrators (decision 15), the others for every member."""
    return can_see_alert_details(membership) if alert.level == AlertLevel.A else is_active(membership)


def can_handle_alert(membership: Membership, alert: Alert) -> bool:
    """Acknowledge it, record a report, ask to close it and confirm that."""
    return can_see_alert(membership, alert) and (can_see_alert_details(membership) or is_writer(membership))


def can_choose_escalation(membership: Membership) -> bool:
    """Whether the helpline's duty lead may be told of an alert that nobody read."""
    return is_administrator(membership)


# --- Links of suppliers --------------------------------------------------------------------------------------------


def can_send_links(membership: Membership) -> bool:
    return is_writer(membership)


# --- The business's own log of concerns ----------------------------------------------------------------------------


def can_keep_concern_notes(membership: Membership) -> bool:
    """Anybody may raise a concern, and so keep a note of it."""
    return is_active(membership)


def can_see_concern_note(membership: Membership, note: ConcernNote) -> bool:
    """The sender and the safeguarding leads (decision 20); administrators who are neither do not."""
    return is_active(membership) and (note.sent_by_id == membership.user_id or is_safeguarding_lead(membership))

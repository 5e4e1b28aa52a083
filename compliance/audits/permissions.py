"""Who may do what with audits, findings, actions and alerts. A person is known by their membership.

See docs/requirements/security.md#role-matrix.
"""

from datetime import datetime

from compliance.audits.choices import CLOSED_STATUSES, OPEN_STATUSES, AlertLevel, FindingStatus, Unverifiable
from compliance.audits.models import Action, Alert, ConcernNote, Finding
from compliance.audits.rules.alerts import is_single_person_closing_allowed
from compliance.audits.rules.findings import get_verification_obstacle
from compliance.organisations.models import Membership
from compliance.organisations.permissions import (
    can_see_alert_details,
    is_active,
    is_administrator,
    is_safeguarding_lead,
    is_verifier,
    is_writer,
)

# --- Audits, findings and actions ----------------------------------------------------------------------------------


def can_read(membership: Membership) -> bool:
    """Return whether the member reads the register of audits: every active member does."""
    return is_active(membership)


def can_write(membership: Membership) -> bool:
    """Return whether the member adds and changes audits, findings and actions, and closes actions."""
    return is_writer(membership)


def can_see_all_details(membership: Membership) -> bool:
    """Return whether the member reads details, also of a finding with an open A-alert."""
    return can_see_alert_details(membership)


def can_see_details(membership: Membership, *, has_alert: bool) -> bool:
    """Return whether the member reads a finding's details. has_alert: whether an A-alert about it is open; then only
    safeguarding leads and administrators do.
    """
    return is_active(membership) and (not has_alert or can_see_alert_details(membership))


def can_change_finding(membership: Membership, finding: Finding, *, has_alert: bool) -> bool:
    """Return whether the member may change the finding."""
    return (
        can_write(membership)
        and can_see_details(membership, has_alert=has_alert)
        and finding.status != FindingStatus.VERIFIED_CLOSED
    )


def can_verify_actions(membership: Membership) -> bool:
    """Return whether the member is a verifier."""
    return is_verifier(membership)


def get_unverifiable_reason(membership: Membership, action: Action) -> Unverifiable | None:
    """Return None for a verifier who neither closed the action nor sent any of its evidence.

    See docs/requirements/suppliers.md#verifier.
    """
    senders = {evidence.file.uploaded_by_id for evidence in action.files.all()}
    return get_verification_obstacle(
        is_verifier=is_verifier(membership),
        status=action.status,
        by=membership.user_id,
        hands=senders | {action.closed_by_user_id},
        has_evidence=bool(senders),
    )


def can_verify(membership: Membership, action: Action) -> bool:
    """Return whether the member may verify the action."""
    return get_unverifiable_reason(membership, action) is None


def can_close(membership: Membership, action: Action) -> bool:
    """Return whether the member may close the action."""
    return can_write(membership) and action.status in OPEN_STATUSES - {FindingStatus.DISPUTED}


def can_reopen(membership: Membership, action: Action) -> bool:
    """Return whether the member may reopen the action: writers, and the verifier who finds that it is not done."""
    return (can_write(membership) or is_verifier(membership)) and action.status in CLOSED_STATUSES


# --- Alerts --------------------------------------------------------------------------------------------------------


def can_see_alert(membership: Membership, alert: Alert) -> bool:
    """Return whether the member sees the alert: A-alerts are for safeguarding leads and administrators,
    the others for every member.

    See docs/requirements/suppliers.md#alert-readers.
    """
    return can_see_alert_details(membership) if alert.level == AlertLevel.A else is_active(membership)


def can_handle_alert(membership: Membership, alert: Alert) -> bool:
    """Return whether the member may acknowledge the alert, record a report, ask to close it and confirm that."""
    return can_see_alert(membership, alert) and (can_see_alert_details(membership) or is_writer(membership))


def can_close_alone(membership: Membership, alert: Alert, *, at: datetime) -> bool:
    """Return whether the member may confirm their own request to close the alert, as the only member, a day later."""
    asked_at = alert.closing_asked_at
    members = Membership.objects.active().filter(organisation=membership.organisation).count()
    return asked_at is not None and is_single_person_closing_allowed(asked_at=asked_at, members=members, at=at)


def can_choose_escalation(membership: Membership) -> bool:
    """Return whether the member decides if the helpline's duty lead may be notified of an unread alert."""
    return is_administrator(membership)


# --- Links of suppliers --------------------------------------------------------------------------------------------


def can_send_links(membership: Membership) -> bool:
    """Return whether the member may send links to suppliers."""
    return is_writer(membership)


# --- The business's own log of concerns ----------------------------------------------------------------------------


def can_keep_concern_notes(membership: Membership) -> bool:
    """Return whether the member may write notes: anybody may raise a concern, and so make a note of it."""
    return is_active(membership)


def can_see_every_concern_note(membership: Membership) -> bool:
    """Return whether the member sees the notes of others too: safeguarding leads do."""
    return is_active(membership) and is_safeguarding_lead(membership)


def can_see_concern_note(membership: Membership, note: ConcernNote) -> bool:
    """Return whether the member sees the note: its sender and the safeguarding leads do; administrators
    who are neither do not.

    See docs/requirements/helpline.md#no-links-from-concerns.
    """
    is_own = is_active(membership) and note.sent_by_id == membership.user_id
    return is_own or can_see_every_concern_note(membership)

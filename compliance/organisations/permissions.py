"""Who may do what in an organisation, and which of our staff may do what to one.

The one place where a role is read: a view, and the permissions of other apps, ask here.
"""

from uuid import UUID

from allauth.account.models import EmailAddress

from compliance.organisations.choices import SECOND_FACTOR_ROLES, WRITER_ROLES, Role
from compliance.organisations.models import ControlProof, Invitation, Membership, Organisation
from portal.accounts.current_user import Visitor
from portal.accounts.models import User
from portal.accounts.permissions import can_join_business
from portal.accounts.roles import StaffRole, has_role

# --- Roles, for the permissions of every app of a business ---------------------------------------------------------


def is_active(membership: Membership) -> bool:
    """Return whether the membership and its user's account are in force."""
    return membership.ended_at is None and membership.user.is_active


def is_writer(membership: Membership) -> bool:
    """Return whether the member edits drafts and registers: editors and administrators do."""
    return is_active(membership) and membership.role in WRITER_ROLES


def is_approver(membership: Membership) -> bool:
    """Return whether the member approves statements."""
    return is_active(membership) and membership.role == Role.APPROVER


def is_administrator(membership: Membership) -> bool:
    """Return whether the member administers the organisation."""
    return is_active(membership) and membership.role == Role.ADMINISTRATOR


def is_safeguarding_lead(membership: Membership) -> bool:
    """Return whether the member is a safeguarding lead."""
    return is_active(membership) and membership.is_safeguarding_lead


def is_verifier(membership: Membership) -> bool:
    """Return whether the member verifies corrective actions."""
    return is_active(membership) and membership.is_verifier


def can_see_alert_details(membership: Membership) -> bool:
    """Return whether the member may read alerts (docs/requirements/suppliers.md#alert-readers)."""
    return is_safeguarding_lead(membership) or is_administrator(membership)


def needs_second_factor(user: Visitor) -> bool:
    """Return whether the person's roles demand a second factor where the settings do.

    See docs/requirements/security.md#second-factor.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser or has_role(user, *StaffRole):
        return True
    return Membership.objects.including_closed().filter(user=user, role__in=SECOND_FACTOR_ROLES).exists()


def is_business_account(user: Visitor) -> bool:
    """Return whether the account belongs to a business: it is then no account of our staff.

    See docs/requirements/security.md#staff-or-business.
    """
    return Membership.objects.including_closed().filter(user_id=user.pk).exists()


def get_organisation_uuids(user: Visitor) -> list[UUID]:
    """Return the organisations whose history records what the user does with their own account."""
    return list(Membership.objects.active().filter(user_id=user.pk).values_list("organisation__uuid", flat=True))


def can_join_organisations(user: Visitor) -> bool:
    """Return whether the user may create or join one: an account is a business's or our staff's.

    See docs/requirements/security.md#staff-or-business.
    """
    return user.is_authenticated and user.is_active and can_join_business(user)


# --- An organisation and its people --------------------------------------------------------------------------------


def can_change_settings(membership: Membership, organisation: Organisation) -> bool:
    """Return whether the member may change the organisation's settings."""
    return is_administrator(membership) and membership.organisation_id == organisation.pk


def can_manage_people(membership: Membership, organisation: Organisation) -> bool:
    """Return whether the member may invite, change roles, end memberships and answer requests to join."""
    return can_change_settings(membership, organisation)


def can_change_member(membership: Membership, other: Membership) -> bool:
    """Return whether the member may change the role and marks of another."""
    return can_manage_people(membership, other.organisation) and is_active(other)


def can_end_membership(membership: Membership, other: Membership) -> bool:
    """Return whether the member may end the membership: an administrator anybody's, everybody their own."""
    return can_change_member(membership, other) or (membership.pk == other.pk and is_active(membership))


def can_reset_second_factor(membership: Membership, other: Membership) -> bool:
    """Return whether the member may let a colleague set a new second factor; never for themselves."""
    return can_change_member(membership, other) and membership.user_id != other.user_id


def can_read_team_training(membership: Membership) -> bool:
    """Return whether the member may read who of the team completed what; everybody sees their own."""
    return is_writer(membership)


def can_assign_training(membership: Membership) -> bool:
    """Return whether the member may assign courses, end assignments and download the list."""
    return is_administrator(membership)


def can_close(membership: Membership, organisation: Organisation) -> bool:
    """Return whether the member may close the organisation and undo that."""
    return can_change_settings(membership, organisation)


def can_answer_scope(membership: Membership, organisation: Organisation) -> bool:
    """Return whether the member may answer the questionnaire for the organisation."""
    return is_writer(membership) and membership.organisation_id == organisation.pk


def can_confirm(membership: Membership, organisation: Organisation) -> bool:
    """Return whether the member may start and follow a proof of the organisation's identity."""
    return can_change_settings(membership, organisation)


def can_publish_for(membership: Membership, organisation: Organisation) -> bool:
    """Return whether the member may publish for an organisation that is verified and was not taken down.

    See docs/requirements/statements.md#verified-organisations.
    """
    return can_change_settings(membership, organisation) and organisation.is_public


def can_answer_group_request(membership: Membership, organisation: Organisation) -> bool:
    """Return whether the member may answer a parent: only a confirmed organisation speaks for its company number."""
    return can_change_settings(membership, organisation) and organisation.is_confirmed


def can_ask_handover(user: User, organisation: Organisation) -> bool:
    """Return whether the user may ask for a handover: a member who is no administrator; of a confirmed organisation
    also a stranger.
    """
    membership = Membership.objects.active().filter(user=user, organisation=organisation).first()
    if membership is not None:
        return membership.role != Role.ADMINISTRATOR
    return organisation.is_confirmed and not organisation.is_closed and can_join_organisations(user)


def can_accept_invitation(user: Visitor, invitation: Invitation) -> bool:
    """Return whether the user may accept: the confirmed address must equal the invited one; both are stored in lower
    case.

    A comparison without regard to case is the database's, and PostgreSQL takes "ı" for "i".
    """
    return (
        user.is_authenticated
        and EmailAddress.objects.filter(user_id=user.pk, email=invitation.email, verified=True).exists()
    )


def can_read_activity(membership: Membership) -> bool:
    """Return whether the member may read the organisation's own lines of history.

    See docs/requirements/security.md#history-readers.
    """
    return is_writer(membership) or is_approver(membership)


def can_export_activity(membership: Membership) -> bool:
    """Return whether the member may download the organisation's lines of history."""
    return is_administrator(membership)


# --- Our staff -----------------------------------------------------------------------------------------------------


def can_check_organisations(user: Visitor) -> bool:
    """Return whether the user checks claims, disputes, lost administrators and takedowns: site administrators."""
    return has_role(user, StaffRole.SITE_ADMINISTRATOR)


def can_decide_proof(user: Visitor, proof: ControlProof) -> bool:
    """Return whether the user may decide a proof for our staff; never that of an organisation they belong to."""
    return proof.is_waiting_for_staff and can_check_organisations(user) and not _is_member(user, proof.organisation)


def can_decide_for(user: Visitor, organisation: Organisation) -> bool:
    """Return whether the user may hand over, take down, restore and unconfirm; never in their own organisation."""
    return can_check_organisations(user) and not _is_member(user, organisation)


def _is_member(user: Visitor, organisation: Organisation) -> bool:
    return Membership.objects.active().filter(user_id=user.pk, organisation=organisation).exists()

"""Who may do what in an organisation, and which of our staff may do what to one.

The one place where a role is read: a view, and the permissions of other apps, ask here.
"""

from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser

from compliance.organisations.choices import SECOND_FACTOR_ROLES, WRITER_ROLES, Role
from compliance.organisations.models import ControlProof, Invitation, Membership, Organisation
from portal.accounts.models import User
from portal.accounts.permissions import can_join_business
from portal.accounts.roles import StaffRole, has_role

type Visitor = User | AnonymousUser


# --- Roles, for the permissions of every app of a business ---------------------------------------------------------


def is_active(membership: Membership) -> bool:
    return membership.ended_at is None and membership.user.is_active


def is_writer(membership: Membership) -> bool:
    """Editors and administrators write drafts and keep registers."""
    return is_active(membership) and membership.role in WRITER_ROLES


def is_approver(membership: Membership) -> bool:
    return is_active(membership) and membership.role == Role.APPROVER


def is_administrator(membership: Membership) -> bool:
    return is_active(membership) and membership.role == Role.ADMINISTRATOR


def is_safeguarding_lead(membership: Membership) -> bool:
    return is_active(membership) and membership.is_safeguarding_lead


def is_verifier(membership: Membership) -> bool:
    return is_active(membership) and membership.is_verifier


def can_see_alert_details(membership: Membership) -> bool:
    """Decision 15: safeguarding leads and administrators only."""
    return is_safeguarding_lead(membership) or is_administrator(membership)


def needs_second_factor(user: Visitor) -> bool:
    """Whether the person's roles demand a second factor where the settings do (security 3.12)."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser or has_role(user, *StaffRole):
        return True
    return Membership.objects.standing().filter(user=user, role__in=SECOND_FACTOR_ROLES).exists()


def is_business_account(user: Visitor) -> bool:
    """Whether the account belongs to a business: it is then no account of our staff (security 3.3)."""
    return Membership.objects.standing().filter(user_id=user.pk).exists()


def get_organisation_uuids(user: Visitor) -> list[UUID]:
    """Whose history says what the user does with their own account."""
    return list(Membership.objects.active().filter(user_id=user.pk).values_list("organisation__uuid", flat=True))


def can_join_organisations(user: Visitor) -> bool:
    """Bring an organisation or become a member: an account is either a business's or our staff's (security 3.3)."""
    return user.is_authenticated and user.is_active and can_join_business(user)


# --- An organisation and its people --------------------------------------------------------------------------------


def can_change_settings(membership: Membership, organisation: Organisation) -> bool:
    return is_administrator(membership) and membership.organisation_id == organisation.pk


def can_manage_people(membership: Membership, organisation: Organisation) -> bool:
    """Invite, change roles, end memberships, answer those who ask to join."""
    return can_change_settings(membership, organisation)


def can_change_member(membership: Membership, other: Membership) -> bool:
    return can_manage_people(membership, other.organisation) and is_active(other)


def can_end_membership(membership: Membership, other: Membership) -> bool:
    """An administrator may end anybody's; everybody may leave."""
    return can_change_member(membership, other) or (membership.pk == other.pk and is_active(membership))


def can_reset_second_factor(membership: Membership, other: Membership) -> bool:
    """A second administrator gives back access to a colleague, never to themselves."""
    return can_change_member(membership, other) and membership.user_id != other.user_id


def can_read_team_training(membership: Membership) -> bool:
    """Who of the team completed what; everybody sees their own."""
    return is_writer(membership)


def can_assign_training(membership: Membership) -> bool:
    """Ask people to take a course, take it back, take the list away."""
    return is_administrator(membership)


def can_close(membership: Membership, organisation: Organisation) -> bool:
    """Close the organisation, and take that back."""
    return can_change_settings(membership, organisation)


def can_answer_scope(membership: Membership, organisation: Organisation) -> bool:
    return is_writer(membership) and membership.organisation_id == organisation.pk


def can_confirm(membership: Membership, organisation: Organisation) -> bool:
    """Start and follow a proof that the organisation speaks for its name."""
    return can_change_settings(membership, organisation)


def can_publish_for(membership: Membership, organisation: Organisation) -> bool:
    """Decision 17: only a confirmed organisation publishes, and none whose pages our staff took down."""
    return can_change_settings(membership, organisation) and organisation.is_public


def can_answer_group_request(membership: Membership, organisation: Organisation) -> bool:
    """Only a confirmed organisation speaks for its company number."""
    return can_change_settings(membership, organisation) and organisation.is_confirmed


def can_ask_handover(user: User, organisation: Organisation) -> bool:
    """A member who is no administrator; of a confirmed organisation also somebody who is no member yet."""
    membership = Membership.objects.active().filter(user=user, organisation=organisation).first()
    if membership is not None:
        return membership.role != Role.ADMINISTRATOR
    return organisation.is_confirmed and not organisation.is_closed and can_join_organisations(user)


def can_accept_invitation(user: Visitor, invitation: Invitation) -> bool:
    """Only the person whose confirmed address it was sent to, letter by letter: both are kept in small letters.

    A comparison without regard to case is the database's, and PostgreSQL takes "ı" for "i".
    """
    return (
        user.is_authenticated
        and EmailAddress.objects.filter(user_id=user.pk, email=invitation.email, verified=True).exists()
    )


def can_read_activity(membership: Membership) -> bool:
    """The organisation's own lines of history (security 3.3, "Audit log")."""
    return is_writer(membership) or is_approver(membership)


def can_export_activity(membership: Membership) -> bool:
    return is_administrator(membership)


# --- Our staff -----------------------------------------------------------------------------------------------------


def can_check_organisations(user: Visitor) -> bool:
    """Claims, disputes, lost administrators, takedown: site administrators."""
    return has_role(user, StaffRole.SITE_ADMINISTRATOR)


def can_decide_proof(user: Visitor, proof: ControlProof) -> bool:
    """One that waits for our staff, and not by a member of the organisation that asks."""
    return proof.waits_for_staff and can_check_organisations(user) and not _is_member(user, proof.organisation)


def can_decide_for(user: Visitor, organisation: Organisation) -> bool:
    """Hand over, take down, give back, unconfirm; never in one's own organisation."""
    return can_check_organisations(user) and not _is_member(user, organisation)


def _is_member(user: Visitor, organisation: Organisation) -> bool:
    return Membership.objects.active().filter(user_id=user.pk, organisation=organisation).exists()

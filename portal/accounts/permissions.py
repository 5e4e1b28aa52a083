"""Permissions on accounts. Views ask here, and the apps above where a rule of accounts concerns them."""

from portal.accounts import hooks
from portal.accounts.models import StaffInvitation, User
from portal.accounts.roles import DESK_ROLES, StaffRole, has_role, is_staff_account


def can_manage_people(user) -> bool:
    """Return whether the user may invite staff, remove roles, close accounts and reset second factors."""
    return has_role(user, StaffRole.SITE_ADMINISTRATOR)


def can_see_people(user) -> bool:
    """Return whether the user may see who has a staff role."""
    return has_role(user, StaffRole.SITE_ADMINISTRATOR, StaffRole.TRIAGE_LEAD)


def can_confirm(user, invitation: StaffInvitation) -> bool:
    """Return whether the user may confirm a desk role: somebody who neither offered it nor receives it."""
    return (
        can_see_people(user)
        and invitation.role in DESK_ROLES
        and invitation.accepted_at is not None
        and user.pk not in {invitation.invited_by_id, invitation.user_id}
    )


def can_accept(user, invitation: StaffInvitation) -> bool:
    """Return whether the user is the invited person, by a confirmed address; a member of a business cannot be staff
    too.
    """
    return user.has_confirmed(invitation.email) and not hooks.is_business_member(user)


def can_join_business(user) -> bool:
    """Return whether the account may join a business: it is either staff or business, never both.

    See docs/requirements/security.md#staff-or-business.
    """
    return not is_staff_account(user) and not (
        StaffInvitation.objects.open().filter(user=user).exclude(accepted_at=None).exists()
    )


def can_act_on(user, person: User) -> bool:
    """Return whether the user may close, or take roles or factors from, the person: nobody does so to themselves."""
    return can_manage_people(user) and user.pk != person.pk


def needs_second_factor(user) -> bool:
    """Return whether the user must have a second factor: all staff; of a business, approvers and administrators.

    See docs/requirements/security.md#second-factor.
    """
    return is_staff_account(user) or hooks.role_needs_second_factor(user)

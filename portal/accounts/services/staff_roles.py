"""Staff roles: offered, accepted, confirmed, removed; accounts closed and reopened."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts import hooks
from portal.accounts.models import StaffInvitation, User
from portal.accounts.permissions import can_confirm, can_manage_people
from portal.accounts.roles import DESK_ROLES, StaffRole
from portal.accounts.services import recovery, sessions
from portal.core import mail
from portal.core.exceptions import ActionRefused


class BusinessAccountRefused(ActionRefused):
    """An account of a business was about to get a role of our staff."""

    def __init__(self, sentence: str, *, offer: StaffInvitation, actor: User) -> None:
        super().__init__(sentence)
        self.offer, self.actor = offer, actor


def audit_business_refusals[**P, R](service: Callable[P, R]) -> Callable[P, R]:
    """Record in history that a business's account was refused; the service's transaction has been rolled back then."""

    @wraps(service)
    def audited(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return service(*args, **kwargs)
        except BusinessAccountRefused as refusal:
            hooks.record(refusal.actor, "accounts.staff_role.refused", refusal.offer, {"role": refusal.offer.role})
            raise

    return audited


@transaction.atomic
def invite(*, email: str, role: StaffRole, by: User, at: datetime) -> StaffInvitation:
    """Offer a role to an address, with or without an account. Raises ActionRefused.

    Whoever takes the role or the account from `by` locks the same row, and withdraws what was offered until then.
    """
    if not can_manage_people(_locked_user(by)):
        raise ActionRefused(_("You can no longer offer roles."))
    email = email.lower()
    if StaffInvitation.objects.open().for_address(email).filter(role=role).exists():
        raise ActionRefused(_("This role has already been offered to this address."))
    if User.objects.filter(email=email, groups__name=role).exists():
        raise ActionRefused(_("The person with this address already has this role."))
    invitation = StaffInvitation.objects.create(email=email, role=role, invited_by=by, invited_at=at)
    hooks.record(by, "accounts.staff_role.offered", invitation, {"role": str(role)})
    mail.send(to=email, template="accounts/staff_invitation", context={"invitation": invitation})
    return invitation


@audit_business_refusals
@transaction.atomic
def accept(*, invitation: StaffInvitation, user: User, at: datetime) -> StaffInvitation:
    """Accept an offered role. A desk role then waits for a second person. Raises ActionRefused."""
    offer = _locked(invitation)
    if offer.accepted_at is not None:
        return offer
    if not user.has_confirmed(offer.email):
        raise ActionRefused(
            _("This role was offered to another address. Sign in with that address, then open the link again.")
        )
    if hooks.is_business_member(_locked_user(user)):
        sentence = _("This account belongs to a business. Use another email address for staff.")
        raise BusinessAccountRefused(sentence, offer=offer, actor=user)
    offer.user, offer.accepted_at = user, at
    offer.save(update_fields=["user", "accepted_at"])
    hooks.record(user, "accounts.staff_role.accepted", offer, {"role": offer.role})
    if offer.role not in DESK_ROLES:
        _grant_role(offer, at=at)
    return offer


@audit_business_refusals
@transaction.atomic
def confirm(*, invitation: StaffInvitation, by: User, at: datetime) -> StaffInvitation:
    """Confirm a desk role as the second person. The caller has checked that `by` may. Raises ActionRefused."""
    offer = _locked(invitation)
    if not can_confirm(_locked_user(by), offer):
        raise ActionRefused(_("You can no longer confirm roles."))
    if offer.user and hooks.is_business_member(_locked_user(offer.user)):
        sentence = _("This account has since joined a business, so it cannot have a helpline role.")
        raise BusinessAccountRefused(sentence, offer=offer, actor=by)
    offer.confirmed_by = by
    offer.save(update_fields=["confirmed_by"])
    hooks.record(by, "accounts.staff_role.confirmed", offer, {"role": offer.role})
    _grant_role(offer, at=at)
    return offer


@transaction.atomic
def withdraw(*, invitation: StaffInvitation, by: User, at: datetime) -> None:
    """Withdraw an offer that is not yet in force. Raises ActionRefused."""
    _withdraw(_locked(invitation), by, at)


@transaction.atomic
def remove_role(*, person: User, role: StaffRole, by: User, reason: str, at: datetime) -> None:
    """Remove a role from a person, and withdraw what they offered by it.

    Raises ActionRefused where they would leave the desk with work in hand.
    """
    if role in DESK_ROLES and _desk_roles(person) == {role}:
        _leave_desk(person, at)
    person.groups.remove(*Group.objects.filter(name=role))
    if not can_manage_people(_locked_user(person)):
        _withdraw_offers_of(person, by, at)
    sessions.mark_privileges_changed(user=person, at=at)
    hooks.record(by, "accounts.staff_role.taken", person, {"role": str(role), "reason": reason})
    mail.send(to=person.email, template="accounts/staff_role_taken", context={"role": StaffRole(role).label})


@transaction.atomic
def close_account(*, person: User, by: User, reason: str, at: datetime) -> None:
    """Close an account: nobody can sign in with it, and every web session ends with its next request.

    Roles, invitations and resets of a second factor that the person offered to others are withdrawn with it.
    Raises ActionRefused where the person would leave the desk with work in hand.
    """
    _locked_user(person)
    if _desk_roles(person):
        _leave_desk(person, at)
    person.is_active = False
    person.save(update_fields=["is_active"])
    sessions.close_all_sessions(user=person)
    _withdraw_offers_of(person, by, at)
    hooks.withdraw_invitations(person, by=by, at=at)
    recovery.stop_resets_allowed_by(person, actor=by, at=at)
    hooks.record(by, "accounts.user.closed", person, {"reason": reason})
    mail.send(to=person.email, template="accounts/account_closed")


@transaction.atomic
def reopen_account(*, person: User, by: User, reason: str) -> None:
    """Reopen a closed account; its person can sign in again."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    hooks.record(by, "accounts.user.opened", person, {"reason": reason})
    mail.send(to=person.email, template="accounts/account_opened")


def _withdraw(offer: StaffInvitation, by: User, at: datetime) -> None:
    offer.withdrawn_at = at
    offer.save(update_fields=["withdrawn_at"])
    hooks.record(by, "accounts.staff_role.withdrawn", offer, {"role": offer.role})


def _withdraw_offers_of(person: User, by: User, at: datetime) -> None:
    """Withdraw what somebody offered who can offer nothing any more: an intruder's offer does not outlive them."""
    for offer in StaffInvitation.objects.select_for_update().open().filter(invited_by=person):
        _withdraw(offer, by, at)


def _locked(invitation: StaffInvitation) -> StaffInvitation:
    offer = StaffInvitation.objects.select_for_update().open().filter(pk=invitation.pk).first()
    if offer is None:
        raise ActionRefused(_("This offer has expired or been used."))
    return offer


def _locked_user(user: User) -> User:
    """Lock the user's row. Whoever makes the account a member of a business locks it too, so it cannot become both at
    once.
    """
    return User.objects.select_for_update().get(pk=user.pk)


def _desk_roles(person: User) -> set[str]:
    return set(_locked_user(person).groups.filter(name__in=DESK_ROLES).values_list("name", flat=True))


def _leave_desk(person: User, at: datetime) -> None:
    """Check that nothing people told us is left with nobody to look after it, and take the keys from who leaves."""
    if reason := hooks.get_desk_exit_blocker(person):
        raise ActionRefused(reason)
    hooks.revoke_desk_access(person, at=at)


def _grant_role(offer: StaffInvitation, *, at: datetime) -> None:
    person = offer.user
    if person is None:
        raise ActionRefused(_("This offer has not been accepted yet."))
    person.groups.add(Group.objects.get(name=offer.role))
    offer.granted_at = at
    offer.save(update_fields=["granted_at"])
    sessions.mark_privileges_changed(user=person, at=at)
    hooks.record(offer.confirmed_by or offer.invited_by, "accounts.staff_role.granted", person, {"role": offer.role})
    mail.send(to=offer.email, template="accounts/staff_role_granted", context={"role": offer.get_role_display()})

"""Memberships: their role and marks, and their end."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.organisations.choices import Role
from compliance.organisations.models import Invitation, Membership, Organisation
from compliance.organisations.models.people import InvitationQuerySet
from compliance.organisations.permissions import can_join_organisations
from portal.accounts.models import User
from portal.accounts.services import recovery, sessions
from portal.core import mail, row_security
from portal.core.exceptions import ActionRefused
from portal.history import services as history


class StaffAccountRefused(ActionRefused):
    """An account of our staff would have joined a business."""

    def __init__(self, user: User) -> None:
        super().__init__(_("This account cannot join an organisation. Staff must use a different account."))
        self.user = user


def audit_staff_refusals[**P, R](service: Callable[P, R]) -> Callable[P, R]:
    """Record in history that a staff account was refused; the service's own transaction has been rolled back by then.

    The line has no scope: a business must not read which accounts are the helpline's.
    """

    @wraps(service)
    def audited(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return service(*args, **kwargs)
        except StaffAccountRefused as refusal:
            actor = cast("User", kwargs.get("actor", refusal.user))
            history.record(actor, "organisations.membership.refused", refusal.user, {"step": service.__name__})
            raise

    return audited


LAST_ADMINISTRATOR = gettext_lazy("Make someone else an administrator first. An organisation needs at least one.")
LAST_LEAD = gettext_lazy("Choose another safeguarding lead first. An organisation needs at least one.")
ONLY_OUR_STAFF = gettext_lazy("Only our staff can do this for this account. Ask this person to contact us.")


@transaction.atomic
def join(*, organisation: Organisation, user: User, role: Role, lead: bool, verifier: bool, at: datetime) -> Membership:
    """Return an active membership; an existing one stays as it is. Raises ActionRefused for an account of our staff."""
    check_can_join(user)
    membership, is_new = Membership.objects.get_or_create(
        organisation=organisation,
        user=user,
        ended_at=None,
        defaults={"role": role, "is_safeguarding_lead": lead, "is_verifier": verifier, "joined_at": at},
    )
    if is_new:
        history.record(
            user,
            "organisations.membership.started",
            membership,
            {"role": membership.role},
            scope=organisation.uuid,
            at=at,
        )
    return membership


def check_can_join(user: User) -> None:
    """Refuse an account of our staff: an account is a business's or our staff's, never both. Raises
    ActionRefused.

    Inside the caller's transaction: the user's row is locked, and whoever gives a role to staff locks it too.

    See docs/requirements/security.md#staff-or-business.
    """
    if not can_join_organisations(User.objects.select_for_update().get(pk=user.pk)):
        raise StaffAccountRefused(user)


@transaction.atomic
def change_role(
    *, membership: Membership, role: Role, lead: bool, verifier: bool, actor: User, at: datetime
) -> Membership:
    """Set role and marks; of an administrator who is none any more, withdraw what they allowed others.

    Raises ActionRefused where the last administrator or safeguarding lead would be lost.
    """
    membership = _lock_membership(membership)
    if role != Role.ADMINISTRATOR:
        _check_administrator_remains(membership)
    if not lead:
        _check_lead_remains(membership)
    before = {"role": membership.role, "lead": membership.is_safeguarding_lead, "verifier": membership.is_verifier}
    after = {"role": str(role), "lead": lead, "verifier": verifier}
    if before == after:
        return membership
    membership.role, membership.is_safeguarding_lead, membership.is_verifier = role, lead, verifier
    membership.save(update_fields=["role", "is_safeguarding_lead", "is_verifier"])
    sessions.mark_privileges_changed(user=membership.user, at=at)
    if role != Role.ADMINISTRATOR:
        _withdraw_what_they_allowed(membership, actor, at)
    history.record(
        actor,
        "organisations.membership.changed",
        membership,
        {"before": before, "after": after},
        scope=membership.organisation.uuid,
    )
    _notify(membership, "organisations/role_changed")
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, actor: User, at: datetime) -> Membership:
    """End a membership from now on, and withdraw what the person allowed others.

    Raises ActionRefused for the last administrator or safeguarding lead.
    """
    membership = _lock_membership(membership)
    if membership.ended_at is not None:
        return membership
    _check_administrator_remains(membership)
    _check_lead_remains(membership)
    membership.ended_at = at
    membership.save(update_fields=["ended_at"])
    sessions.mark_privileges_changed(user=membership.user, at=at)
    _withdraw_what_they_allowed(membership, actor, at)
    history.record(
        actor,
        "organisations.membership.ended",
        membership,
        {"left": actor.pk == membership.user_id},
        scope=membership.organisation.uuid,
    )
    if actor.pk != membership.user_id:
        _notify(membership, "organisations/membership_ended")
    return membership


@transaction.atomic
def allow_new_second_factor(*, membership: Membership, reason: str, actor: User, at: datetime) -> None:
    """Let a colleague who lost theirs set a new one. Raises ActionRefused.

    An account that opens another organisation too is not one organisation's to weaken: whoever invites somebody
    would otherwise take the second step from what others trust to it.
    """
    membership = _lock_membership(membership)
    if not Membership.objects.administrators().filter(organisation=membership.organisation, user=actor).exists():
        raise ActionRefused(_("Only an administrator can do this."))
    elsewhere = Membership.objects.active().filter(user=membership.user).exclude(pk=membership.pk)
    if elsewhere.exists():
        raise ActionRefused(ONLY_OUR_STAFF)
    recovery.schedule_reset(user=membership.user, by=actor, reason=reason, scope=membership.organisation.uuid, at=at)


def withdraw_invitations_of(user: User, *, by: User, at: datetime) -> None:
    """Withdraw every pending invitation that somebody sent, in the caller's transaction: their account was closed."""
    with row_security.see_all():
        _withdraw_invitations(Invitation.objects.filter(invited_by=user), by, at)


def _withdraw_what_they_allowed(membership: Membership, actor: User, at: datetime) -> None:
    """Withdraw what only an administrator may allow: an intruder's invitation does not outlive them."""
    organisation, user = membership.organisation, membership.user
    _withdraw_invitations(Invitation.objects.for_organisation(organisation).filter(invited_by=user), actor, at)
    recovery.stop_resets_allowed_by(user, actor=actor, at=at, scope=organisation.uuid)


def _withdraw_invitations(sent: InvitationQuerySet, actor: User, at: datetime) -> None:
    for invitation in sent.pending().select_for_update(of=("self",)).select_related("organisation"):
        invitation.withdrawn_at = at
        invitation.save(update_fields=["withdrawn_at"])
        history.record(
            actor,
            "organisations.invitation.withdrawn",
            invitation,
            {"role": invitation.role},
            scope=invitation.organisation.uuid,
        )


def _lock_membership(membership: Membership) -> Membership:
    """Return the row as it is now; the organisation is locked, so that two administrators cannot demote each other at
    once.
    """
    Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    return Membership.objects.select_related("organisation", "user").get(pk=membership.pk)


def _check_administrator_remains(membership: Membership) -> None:
    others = Membership.objects.administrators().filter(organisation=membership.organisation).exclude(pk=membership.pk)
    if membership.role == Role.ADMINISTRATOR and not others.exists():
        raise ActionRefused(LAST_ADMINISTRATOR)


def _check_lead_remains(membership: Membership) -> None:
    leads = Membership.objects.active().filter(organisation=membership.organisation, is_safeguarding_lead=True)
    if membership.is_safeguarding_lead and not leads.exclude(pk=membership.pk).exists():
        raise ActionRefused(LAST_LEAD)


def _notify(membership: Membership, template: str) -> None:
    mail.send(
        to=membership.user.email,
        template=template,
        context={"organisation": membership.organisation, "membership": membership},
    )

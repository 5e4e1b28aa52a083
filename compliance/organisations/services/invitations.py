"""Invitations by a mailed link. Opening the link shows the invitation and never signs anybody in."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.organisations.choices import Role
from compliance.organisations.models import Invitation, Membership, Organisation
from compliance.organisations.permissions import can_accept_invitation
from compliance.organisations.services import people
from portal.accounts.models import User
from portal.core import mail, rate_limits
from portal.core.exceptions import ActionRefused
from portal.history import services as history

INVITATION_TTL = timedelta(days=14)
# One organisation may have this many invitations waiting: enough for any team, too few to send spam.
MAX_PENDING_INVITATIONS = 50


def hash_token(token: str) -> str:
    """Return the SHA-256 of a token, which is all that the database stores of it."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(
    *, organisation: Organisation, email: str, role: Role, lead: bool, verifier: bool, actor: User, at: datetime
) -> Invitation:
    """Send a link to an address.

    Raises ActionRefused for a member, for somebody invited, after too many in a day, and where the actor has since
    lost the role.
    """
    _check_may_invite(organisation, actor)
    email = email.strip().lower()
    if Membership.objects.active().filter(organisation=organisation, user__email__iexact=email).exists():
        raise ActionRefused(_("This person is already a member."))
    pending = Invitation.objects.pending().for_organisation(organisation)
    if pending.filter(email__iexact=email).exists():
        raise ActionRefused(_("You have already invited this address. You can send the invitation again."))
    if pending.count() >= MAX_PENDING_INVITATIONS:
        raise ActionRefused(_("You have 50 pending invitations. Withdraw one before you send another."))
    _check_rate_limit(organisation, actor)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        role=role,
        is_safeguarding_lead=lead,
        is_verifier=verifier,
        token_hash=hash_token(token),
        invited_by=actor,
        sent_at=at,
        expires_at=at + INVITATION_TTL,
    )
    _record(actor, "sent", invitation)
    _send(invitation, token, actor)
    return invitation


@transaction.atomic
def resend(*, invitation: Invitation, actor: User, at: datetime) -> Invitation:
    """Send a new link; the one before stops working. Whoever sends it again is who invites.

    Raises ActionRefused once it is over, and after too many in a day.
    """
    _check_may_invite(invitation.organisation, actor)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise ActionRefused(_("This invitation has been accepted or withdrawn."))
    _check_rate_limit(invitation.organisation, actor)
    token = secrets.token_urlsafe(32)
    invitation.token_hash, invitation.sent_at, invitation.expires_at = hash_token(token), at, at + INVITATION_TTL
    invitation.invited_by = actor
    invitation.save(update_fields=["token_hash", "sent_at", "expires_at", "invited_by"])
    _record(actor, "sent_again", invitation)
    _send(invitation, token, actor)
    return invitation


@transaction.atomic
def withdraw(*, invitation: Invitation, actor: User, at: datetime) -> Invitation:
    """Withdraw the invitation. Raises ActionRefused once it was accepted."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at:
        raise ActionRefused(_("This invitation has been accepted. You can end the membership instead."))
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = at
        invitation.save(update_fields=["withdrawn_at"])
        _record(actor, "withdrawn", invitation)
    return invitation


def find_invitation(token: str) -> Invitation | None:
    """Return the invitation of a token, used, expired and withdrawn ones too, or None."""
    return Invitation.objects.select_related("organisation", "invited_by").filter(token_hash=hash_token(token)).first()


@people.audit_staff_refusals
@transaction.atomic
def accept(*, invitation: Invitation, user: User, at: datetime) -> Membership:
    """Make the person a member. Raises ActionRefused for another person, a second use, an old or withdrawn link."""
    invitation = Invitation.objects.select_for_update().select_related("organisation").get(pk=invitation.pk)
    if not can_accept_invitation(user, invitation):
        raise ActionRefused(_("This invitation was sent to another email address."))
    if invitation.is_over(at):
        raise ActionRefused(_("This invitation has expired."))
    membership = people.join(
        organisation=invitation.organisation,
        user=user,
        role=Role(invitation.role),
        lead=invitation.is_safeguarding_lead,
        verifier=invitation.is_verifier,
        at=at,
    )
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    _record(user, "accepted", invitation)
    return membership


def _check_may_invite(organisation: Organisation, actor: User) -> None:
    """Lock what whoever takes the role or the account from the actor locks too, and look again. Raises ActionRefused.

    An invitation that was on its way would otherwise outlive the role that it was sent by.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    User.objects.select_for_update().get(pk=actor.pk)
    if not Membership.objects.administrators().filter(organisation=organisation, user=actor).exists():
        raise ActionRefused(_("Only an administrator can invite people."))


def _check_rate_limit(organisation: Organisation, actor: User) -> None:
    """Refuse too many: each is a mail to somebody who has not asked for one. Raises ActionRefused.

    See docs/requirements/security.md#unsolicited-mail.
    """
    if rate_limits.is_over_limit("invite", actor.pk):
        raise ActionRefused(_("You have reached your daily limit for invitations. Try again tomorrow."))
    if rate_limits.is_over_limit("organisation_invites", organisation.pk):
        raise ActionRefused(_("Your organisation has reached its daily limit for invitations. Try again tomorrow."))


def _record(actor: User, verb: str, invitation: Invitation) -> None:
    history.record(
        actor,
        f"organisations.invitation.{verb}",
        invitation,
        {"role": invitation.role},
        scope=invitation.organisation.uuid,
    )


def _send(invitation: Invitation, token: str, actor: User) -> None:
    mail.send(
        to=invitation.email,
        template="organisations/invitation",
        context={
            "invitation": invitation,
            "organisation": invitation.organisation,
            "inviter": actor,
            "link": f"{settings.SITE_URL}{reverse('organisations:invitation', args=[token])}",
        },
    )

"""Decisions of our staff about an organisation: handover, end of a confirmation, takedown and restoration."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.organisations.choices import Role
from compliance.organisations.models import Handover, JoinRequest, Membership, Organisation
from compliance.organisations.services import people
from compliance.organisations.services.notifications import notify_administrators
from portal.accounts.models import User
from portal.core import mail
from portal.core.exceptions import ActionRefused
from portal.files.models import StoredFile
from portal.history import services as history


@transaction.atomic
def unconfirm(*, organisation: Organisation, reason: str, actor: User, at: datetime) -> Organisation:
    """End a confirmation after a dispute; the public pages go with it and the administrators are told why."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.is_confirmed:
        organisation.confirmed_at, organisation.confirmed_by, organisation.confirmed_domain = None, "", ""
        organisation.save(update_fields=["confirmed_at", "confirmed_by", "confirmed_domain"])
        _record(actor, "unconfirmed", organisation, reason)
        notify_administrators(organisation, "unconfirmed", reason=reason)
    return organisation


@transaction.atomic
def take_down_pages(*, organisation: Organisation, reason: str, actor: User, at: datetime) -> Organisation:
    """Replace the public pages with a notice; the administrators are told why."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not organisation.is_taken_down:
        organisation.taken_down_at, organisation.taken_down_reason = at, reason
        organisation.save(update_fields=["taken_down_at", "taken_down_reason"])
        _record(actor, "taken_down", organisation, reason)
        notify_administrators(organisation, "taken_down", reason=reason)
    return organisation


@transaction.atomic
def restore_pages(*, organisation: Organisation, reason: str, actor: User, at: datetime) -> Organisation:
    """Show the public pages again."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.is_taken_down:
        organisation.taken_down_at, organisation.taken_down_reason = None, ""
        organisation.save(update_fields=["taken_down_at", "taken_down_reason"])
        _record(actor, "given_back", organisation, reason)
        notify_administrators(organisation, "given_back", reason=reason)
    return organisation


def get_open_handover(organisation: Organisation, user: User) -> Handover | None:
    """Return the user's handover request without a decision, or None."""
    return Handover.objects.open().filter(organisation=organisation, user=user).first()


@transaction.atomic
def request_handover(
    *, organisation: Organisation, user: User, message: str, evidence: StoredFile | None, at: datetime
) -> Handover:
    """Ask our staff for an administrator's rights; the current administrators are notified at once.

    Raises ActionRefused while an earlier request of the same person is open.
    """
    handover, is_new = Handover.objects.get_or_create(
        organisation=organisation,
        user=user,
        decided_at=None,
        defaults={"message": message, "evidence": evidence, "asked_at": at},
    )
    if not is_new:
        raise ActionRefused(_("We already have your request. We will check it and email you."))
    _record(user, "handover_asked", organisation)
    notify_administrators(organisation, "handover_asked", person=user)
    return handover


@people.audit_staff_refusals
@transaction.atomic
def decide_handover(
    *, handover: Handover, accept: bool, end_others: bool, reason: str, actor: User, at: datetime
) -> Handover:
    """Make the person administrator and, after a check, end the other administrators' memberships; or refuse with a
    reason.
    """
    Organisation.objects.select_for_update().get(pk=handover.organisation_id)
    handover = Handover.objects.select_related("organisation", "user").get(pk=handover.pk)
    if handover.decided_at is not None:
        raise ActionRefused(_("A colleague has already decided this."))
    handover.decided_at, handover.decided_by, handover.is_accepted, handover.reason = at, actor, accept, reason
    handover.save(update_fields=["decided_at", "decided_by", "is_accepted", "reason"])
    _record(actor, "handed_over" if accept else "handover_refused", handover.organisation, reason)
    if accept:
        notify_administrators(handover.organisation, "handed_over", person=handover.user)
        _hand_over(handover, end_others=end_others, actor=actor, at=at)
    mail.send(
        to=handover.user.email,
        template="organisations/handover_answer",
        context={"organisation": handover.organisation, "is_accepted": accept, "reason": reason},
    )
    return handover


def _hand_over(handover: Handover, *, end_others: bool, actor: User, at: datetime) -> None:
    organisation, user = handover.organisation, handover.user
    membership = people.join(
        organisation=organisation, user=user, role=Role.ADMINISTRATOR, lead=True, verifier=False, at=at
    )
    people.change_role(
        membership=membership,
        role=Role.ADMINISTRATOR,
        lead=True,
        verifier=membership.is_verifier,
        actor=actor,
        at=at,
    )
    JoinRequest.objects.filter(organisation=organisation, user=user, decided_at=None).update(
        decided_at=at, decided_by=actor, is_accepted=True
    )
    if end_others:
        others = Membership.objects.administrators().filter(organisation=organisation).exclude(user=user)
        for other in others:
            people.end_membership(membership=other, actor=actor, at=at)


def _record(actor: User, verb: str, organisation: Organisation, reason: str = "") -> None:
    history.record(
        actor, f"organisations.organisation.{verb}", organisation, {"reason": reason}, scope=organisation.uuid
    )

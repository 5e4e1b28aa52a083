"""Closing an organisation by an administrator, and reopening it in time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.organisations.models import Membership, Organisation
from compliance.organisations.models.organisation import REOPENING_PERIOD
from compliance.organisations.services.notifications import notify_administrators
from compliance.organisations.services.verification import withdraw_undecided_proofs
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history import services as history

__all__ = ["REOPENING_PERIOD", "close", "end_memberships", "organisations_due_for_removal", "reopen"]


@transaction.atomic
def close(*, organisation: Organisation, actor: User, at: datetime) -> Organisation:
    """Close the organisation: its members cannot enter any more. The caller has checked that nothing prevents it.

    Its confirmation stays, so that what it published stays public; its company number is free for another.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.is_closed:
        return organisation
    withdraw_undecided_proofs(organisation=organisation, actor=actor, at=at)
    organisation.closed_at, organisation.closed_by = at, actor
    # Before the row is written: of a closed organisation nobody is told anything.
    notify_administrators(organisation, "closed", person=actor)
    organisation.save(update_fields=["closed_at", "closed_by"])
    _record(actor, "closed", organisation, at)
    return organisation


@transaction.atomic
def reopen(*, organisation: Organisation, actor: User, at: datetime) -> Organisation:
    """Open it again as it was. Raises ActionRefused once it is emptied, or where another confirmed its number."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.emptied_at:
        raise ActionRefused(_("This organisation has left this website and its unpublished work has been deleted."))
    if not organisation.is_closed:
        return organisation
    if organisation.is_confirmed and _is_number_confirmed_elsewhere(organisation):
        raise ActionRefused(_("Another organisation verified this company number after you closed yours. Contact us."))
    organisation.closed_at = organisation.closed_by = None
    organisation.save(update_fields=["closed_at", "closed_by"])
    _record(actor, "taken_back", organisation, at)
    notify_administrators(organisation, "taken_back", person=actor)
    return organisation


def organisations_due_for_removal(now: datetime) -> list[Organisation]:
    """Return the organisations that can no longer be reopened and still hold unpublished rows."""
    return list(Organisation.objects.filter(closed_at__lte=now - REOPENING_PERIOD, emptied_at=None))


def end_memberships(organisation: Organisation, at: datetime) -> int:
    """End all memberships that are left and return how many. No mail is sent: the closing was announced."""
    return Membership.objects.for_organisation(organisation).filter(ended_at=None).update(ended_at=at)


def _is_number_confirmed_elsewhere(organisation: Organisation) -> bool:
    others = Organisation.objects.confirmed().open().exclude(pk=organisation.pk)
    number = organisation.company_number
    return bool(number) and others.filter(company_number=number).exists()


def _record(actor: User, verb: str, organisation: Organisation, at: datetime) -> None:
    history.record(actor, f"organisations.organisation.{verb}", organisation, scope=organisation.uuid, at=at)

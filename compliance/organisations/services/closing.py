"""An organisation leaves the portal: closed by an administrator, and open again where one takes it back in time."""

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

__all__ = ["TAKEN_BACK_WITHIN", "close", "end_memberships", "organisations_due_for_removal", "reopen"]


@transaction.atomic
def close(*, organisation: Organisation, actor: User, at: datetime) -> Organisation:
    """Close it: from now on its members come in no more. What may stand against it, the caller has asked.

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
    """Open it again, as it was.

    Raises ActionRefused once it is emptied, or where its number was confirmed by another.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.emptied_at:
        raise ActionRefused(_("This organisation left the portal, and what was not published was removed."))
    if not organisation.is_closed:
        return organisation
    if organisation.is_confirmed and _is_number_confirmed_elsewhere(organisation):
        raise ActionRefused(
            _("Another organisation has confirmed this company number since you closed yours. Ask us: see Contact.")
        )
    organisation.closed_at = organisation.closed_by = None
    organisation.save(update_fields=["closed_at", "closed_by"])
    _record(actor, "taken_back", organisation, at)
    notify_administrators(organisation, "taken_back", person=actor)
    return organisation


def organisations_due_for_removal(now: datetime) -> list[Organisation]:
    """Those that can be taken back no more, and still hold what was not published."""
    return list(Organisation.objects.filter(closed_at__lte=now - REOPENING_PERIOD, emptied_at=None))


def end_memberships(organisation: Organisation, at: datetime) -> int:
    """Of all who are left. Nobody is told: they were when it was closed."""
    return Membership.objects.for_organisation(organisation).filter(ended_at=None).update(ended_at=at)


def _is_number_confirmed_elsewhere(organisation: Organisation) -> bool:
    others = Organisation.objects.confirmed().open().exclude(pk=organisation.pk)
    number = organisation.company_number
    return bool(number) and others.filter(company_number=number).exists()


def _record(actor: User, verb: str, organisation: Organisation, at: datetime) -> None:
    history.record(actor, f"organisations.organisation.{verb}", organisation, scope=organisation.uuid, at=at)

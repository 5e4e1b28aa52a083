"""Group links: a parent asks, and the subsidiary's administrator agrees."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.organisations.models import GroupRequest, Organisation
from portal.accounts.models import User
from portal.core.exceptions import ActionRefused
from portal.history import services as history


@transaction.atomic
def request_link(*, parent: Organisation, company_number: str, actor: User, at: datetime) -> GroupRequest:
    """Ask the organisation of a company number. The result is the same whether it is here or not.

    Raises ActionRefused.
    """
    if not parent.is_confirmed:
        raise ActionRefused(_("Verify your organisation before you link others to it."))
    if company_number == parent.company_number:
        raise ActionRefused(_("This is your own company number. Enter a subsidiary’s company number."))
    request, is_new = GroupRequest.objects.get_or_create(
        parent=parent, company_number=company_number, decided_at=None, defaults={"asked_by": actor, "asked_at": at}
    )
    if is_new:
        history.record(
            actor, "organisations.group.asked", request, {"company_number": company_number}, scope=parent.uuid
        )
    return request


@transaction.atomic
def withdraw_request(*, request: GroupRequest, actor: User, at: datetime) -> None:
    """Withdraw a request without an answer."""
    request = GroupRequest.objects.select_for_update().get(pk=request.pk)
    if request.decided_at is None:
        request.decided_at, request.decided_by, request.is_accepted = at, actor, False
        request.save(update_fields=["decided_at", "decided_by", "is_accepted"])
        history.record(actor, "organisations.group.withdrawn", request, scope=request.parent.uuid)


def get_pending_requests(organisation: Organisation):
    """Return the requests that the organisation may answer: only a confirmed one speaks for its number."""
    if not organisation.is_confirmed or not organisation.company_number:
        return GroupRequest.objects.none()
    return GroupRequest.objects.filter(company_number=organisation.company_number, decided_at=None).select_related(
        "parent"
    )


@transaction.atomic
def respond_to_request(
    *, request: GroupRequest, organisation: Organisation, accept: bool, actor: User, at: datetime
) -> None:
    """Accept or decline a link to a parent. Raises ActionRefused where the subsidiary would be its own ancestor."""
    request = GroupRequest.objects.select_for_update().select_related("parent").get(pk=request.pk)
    if request.decided_at is not None:
        return
    if accept and organisation.pk in _get_ancestors(request.parent):
        raise ActionRefused(_("This organisation is already your parent company. End that link first."))
    request.decided_at, request.decided_by, request.is_accepted = at, actor, accept
    request.subsidiary = organisation
    request.save(update_fields=["decided_at", "decided_by", "is_accepted", "subsidiary"])
    if accept:
        organisation.parent = request.parent
        organisation.save(update_fields=["parent"])
    for scope in (request.parent.uuid, organisation.uuid):
        history.record(actor, f"organisations.group.{'accepted' if accept else 'declined'}", request, scope=scope)


@transaction.atomic
def end_link(*, subsidiary: Organisation, actor: User, at: datetime) -> None:
    """End the link to the parent; either side may."""
    subsidiary = Organisation.objects.select_for_update(of=("self",)).select_related("parent").get(pk=subsidiary.pk)
    parent = subsidiary.parent
    if parent is None:
        return
    subsidiary.parent = None
    subsidiary.save(update_fields=["parent"])
    for scope in (parent.uuid, subsidiary.uuid):
        history.record(actor, "organisations.group.ended", subsidiary, {"parent": parent.name}, scope=scope)


def _get_ancestors(organisation: Organisation | None) -> set[int]:
    """Return the keys of the organisation and of all its parents."""
    ancestors: set[int] = set()
    while organisation is not None and organisation.pk not in ancestors:
        ancestors.add(organisation.pk)
        organisation = organisation.parent
    return ancestors

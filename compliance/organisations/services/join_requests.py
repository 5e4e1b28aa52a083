"""Requests to join an organisation on the portal. A request does not reveal who is here."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.organisations.choices import Role
from compliance.organisations.models import JoinRequest, Membership, Organisation
from compliance.organisations.services import people
from portal.accounts.models import User
from portal.core import mail, rate_limits
from portal.core.exceptions import ActionRefused
from portal.history import services as history


def request_by_number(*, company_number: str, user: User, message: str, at: datetime) -> None:
    """Ask the organisations of a company number; the person does not learn here whether there is one.

    A confirmed organisation is asked alone; without one, those are asked that gave the number. Raises ActionRefused for
    somebody who asks too often.
    """
    _check_rate_limit(user)
    holders = Organisation.objects.open().filter(company_number=company_number)
    for organisation in holders.confirmed() or holders:
        _create_request(organisation, user, message)


def request_to_join(*, organisation: Organisation, user: User, message: str, at: datetime) -> None:
    """Ask the administrators; a second request changes nothing, nor does a member's.

    Raises ActionRefused after too many a day.
    """
    _check_rate_limit(user)
    _create_request(organisation, user, message)


def _check_rate_limit(user: User) -> None:
    """Refuse too many: each is a mail to people who have not asked for one. Raises ActionRefused.

    See docs/requirements/security.md#unsolicited-mail.
    """
    if rate_limits.is_over_limit("ask", user.pk):
        raise ActionRefused(_("You have reached your daily limit for requests to join. Try again tomorrow."))


@transaction.atomic
def _create_request(organisation: Organisation, user: User, message: str) -> None:
    if Membership.objects.active().filter(organisation=organisation, user=user).exists():
        return
    request, is_new = JoinRequest.objects.get_or_create(
        organisation=organisation, user=user, decided_at=None, defaults={"message": message}
    )
    if not is_new:
        return
    _record(user, "asked", request)
    # However many accounts ask in a day: the requests stand on the page, the mails end.
    if rate_limits.is_over_limit("organisation_is_asked", organisation.pk):
        return
    for administrator in Membership.objects.administrators().filter(organisation=organisation):
        mail.send(
            to=administrator.user.email,
            template="organisations/join_request",
            context={
                "organisation": organisation,
                "request": request,
                "link": f"{settings.SITE_URL}{reverse('organisations:people', args=[organisation.slug])}",
            },
        )


@people.audit_staff_refusals
@transaction.atomic
def decide(*, request: JoinRequest, accept: bool, role: Role, actor: User, at: datetime) -> JoinRequest:
    """Accept with a role or decline; an answer once given stays. Raises ActionRefused for an account of our staff."""
    request = JoinRequest.objects.select_for_update().get(pk=request.pk)
    if request.decided_at is not None:
        return request
    request.decided_at, request.decided_by, request.is_accepted = at, actor, accept
    request.save(update_fields=["decided_at", "decided_by", "is_accepted"])
    _record(actor, "accepted" if accept else "declined", request)
    if accept:
        people.join(organisation=request.organisation, user=request.user, role=role, lead=False, verifier=False, at=at)
    mail.send(
        to=request.user.email,
        template="organisations/join_answer",
        context={"organisation": request.organisation, "is_accepted": accept},
    )
    return request


def _record(actor: User, verb: str, request: JoinRequest) -> None:
    history.record(actor, f"organisations.join_request.{verb}", request, scope=request.organisation.uuid)

"""Requests to join an organisation, and accepting an invitation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from compliance.organisations.forms.people import JoinByNumberForm, JoinForm
from compliance.organisations.models import Invitation
from compliance.organisations.permissions import can_accept_invitation, can_join_organisations
from compliance.organisations.services import invitations, join_requests
from compliance.organisations.tenancy import organisations_with_number
from compliance.organisations.views.base import get_post_data, get_user
from portal.core.exceptions import ActionRefused
from portal.core.views import render_form


def join(request: HttpRequest) -> HttpResponse:
    """Ask for the company number; the answer is the same whether the organisation is here or not."""
    if not can_join_organisations(request.user):
        raise Http404
    form = JoinByNumberForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            join_requests.request_by_number(user=get_user(request), at=timezone.now(), **form.cleaned_data)
        except ActionRefused as error:
            form.add_error(None, str(error))
        else:
            return redirect("organisations:join_sent")
    return render_form(request, "organisations/join.html", {"form": form})


def join_known(request: HttpRequest, company_number: str) -> HttpResponse:
    """Offer to join the confirmed organisation of the number; its name is not shown."""
    holder = organisations_with_number(company_number).confirmed().first()
    if holder is None or not can_join_organisations(request.user):
        raise Http404
    form = JoinForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        message = form.cleaned_data["message"]
        try:
            join_requests.request_to_join(
                organisation=holder, user=get_user(request), message=message, at=timezone.now()
            )
        except ActionRefused as error:
            form.add_error(None, str(error))
        else:
            return redirect("organisations:join_sent")
    return render_form(request, "organisations/join_known.html", {"form": form, "company_number": company_number})


@require_safe
def join_sent(request: HttpRequest) -> HttpResponse:
    """Show everybody the same page: it does not reveal whether anybody was there to ask."""
    return render(request, "organisations/join_sent.html")


@login_not_required
@never_cache
@sensitive_variables("token")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the invitation. It signs nobody in: the person signs in with the invited address, and then accepts."""
    invite = invitations.find_invitation(token)
    status = _status(request, invite)
    # An account of our staff is refused by the service, which records that it tried.
    if request.method == "POST" and status in {"open", "staff"} and invite is not None:
        try:
            invitations.accept(invitation=invite, user=get_user(request), at=timezone.now())
        except ActionRefused as error:
            messages.error(request, str(error))
            return redirect(request.path)
        messages.success(request, _("You are now a member of %(name)s.") % {"name": invite.organisation.name})
        return redirect("organisations:home", invite.organisation.slug)
    # The name is shown only to the person who was invited, or to somebody who holds a link that works.
    context = {"status": status, "invitation": invite if status in ("open", "sign_in", "accepted_by_you") else None}
    code = {"unknown": 404, "ended": 410, "withdrawn": 410, "used": 410}.get(status, 200)
    return render(request, "organisations/invitation.html", context, status=code)


def _status(request: HttpRequest, invite: Invitation | None) -> str:
    """Return unknown, withdrawn, accepted_by_you, used, ended, sign_in, other_address, staff or open."""
    if invite is None:
        return "unknown"
    if invite.withdrawn_at:
        return "withdrawn"
    is_invited = can_accept_invitation(request.user, invite)
    if invite.accepted_at:
        return "accepted_by_you" if is_invited else "used"
    if invite.is_over(timezone.now()):
        return "ended"
    if not request.user.is_authenticated:
        return "sign_in"
    if not is_invited:
        return "other_address"
    return "open" if can_join_organisations(request.user) else "staff"

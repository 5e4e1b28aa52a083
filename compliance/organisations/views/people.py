"""The people of an organisation for its administrators: members, invitations and requests to join."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.organisations.choices import ROLE_MEANINGS, Role
from compliance.organisations.forms.people import AnswerJoinForm, InviteForm, RoleForm, SecondFactorForm
from compliance.organisations.models import Invitation, JoinRequest, Membership
from compliance.organisations.permissions import can_change_member, can_end_membership, can_reset_second_factor
from compliance.organisations.services import invitations, join_requests, people
from compliance.organisations.tenancy import get_row, get_rows
from compliance.organisations.views.base import get_administrator, get_post_data, page_context
from portal.accounts.reauthentication import require_recent_authentication
from portal.core.exceptions import ActionRefused
from portal.core.views import render_form


@require_safe
def index(request: HttpRequest, organisation: str) -> HttpResponse:
    """List members, pending invitations and requests to join."""
    me = get_administrator(request, organisation)
    current, now = me.organisation, timezone.now()
    members = get_rows(Membership, current).active().select_related("user")
    pending = get_rows(Invitation, current).pending().select_related("invited_by")
    context = page_context(
        me,
        members=[{"membership": member, "is_me": member.pk == me.pk} for member in members],
        invitations=[{"invitation": invitation, "has_expired": invitation.has_expired(now)} for invitation in pending],
        requests=get_rows(JoinRequest, current).open().select_related("user"),
        roles=[{"name": role.label, "meaning": ROLE_MEANINGS[role]} for role in Role],
    )
    return render(request, "organisations/people.html", context)


# --- Invitations ---------------------------------------------------------------------------------------------------


def invite(request: HttpRequest, organisation: str) -> HttpResponse:
    """Invite somebody by mail."""
    me = get_administrator(request, organisation)
    require_recent_authentication(request)
    form = InviteForm(get_post_data(request), initial={"role": request.GET.get("role", "")})
    if request.method == "POST" and form.is_valid():
        try:
            invitation = invitations.invite(
                organisation=me.organisation, actor=me.user, at=timezone.now(), **form.cleaned_data
            )
        except ActionRefused as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _("Invitation sent to %(email)s.") % {"email": invitation.email})
            return redirect("organisations:people", organisation)
    return render_form(request, "organisations/invite.html", page_context(me, form=form))


@require_POST
def resend(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Send an invitation again."""
    me = get_administrator(request, organisation)
    invitation = get_row(Invitation, me.organisation, uuid)
    return _try(
        request,
        organisation,
        lambda: invitations.resend(invitation=invitation, actor=me.user, at=timezone.now()),
        _("We have sent a new link to %(email)s. The previous link no longer works.") % {"email": invitation.email},
    )


@require_POST
def withdraw(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Withdraw an invitation."""
    me = get_administrator(request, organisation)
    invitation = get_row(Invitation, me.organisation, uuid)
    return _try(
        request,
        organisation,
        lambda: invitations.withdraw(invitation=invitation, actor=me.user, at=timezone.now()),
        _("Invitation to %(email)s withdrawn.") % {"email": invitation.email},
    )


# --- Members -------------------------------------------------------------------------------------------------------


def member(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Change role and marks of one member; the administrator confirms who they are first."""
    me, other = _member(request, organisation, uuid)
    require_recent_authentication(request)
    initial = {"role": other.role, "lead": other.is_safeguarding_lead, "verifier": other.is_verifier}
    form = RoleForm(get_post_data(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            people.change_role(membership=other, actor=me.user, at=timezone.now(), **form.cleaned_data)
        except ActionRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Role of %(person)s saved.") % {"person": other.user})
            return redirect("organisations:people", organisation)
    context = page_context(me, form=form, other=other, can_reset=can_reset_second_factor(me, other))
    return render_form(request, "organisations/member.html", context)


def end(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """End a membership."""
    me, other = _member(request, organisation, uuid)
    require_recent_authentication(request)
    if not can_end_membership(me, other):
        raise PermissionDenied
    if request.method == "POST":
        return _try(
            request,
            organisation,
            lambda: people.end_membership(membership=other, actor=me.user, at=timezone.now()),
            _("You have ended the membership of %(person)s.") % {"person": other.user},
        )
    return render(request, "organisations/member_end.html", page_context(me, other=other))


def second_factor(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Let a colleague who lost their second factor set a new one."""
    me, other = _member(request, organisation, uuid)
    require_recent_authentication(request)
    if not can_reset_second_factor(me, other):
        raise PermissionDenied
    form = SecondFactorForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        try:
            people.allow_new_second_factor(
                membership=other, reason=form.cleaned_data["reason"], actor=me.user, at=timezone.now()
            )
        except ActionRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("%(person)s can set up two-step verification again after 24 hours. We have emailed them.")
                % {"person": other.user},
            )
            return redirect("organisations:people", organisation)
    return render_form(request, "organisations/member_second_factor.html", page_context(me, form=form, other=other))


# --- Those who ask to join -----------------------------------------------------------------------------------------


def join_request(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Accept or decline a request to join."""
    me = get_administrator(request, organisation)
    require_recent_authentication(request)
    pending = get_row(JoinRequest, me.organisation, uuid, decided_at=None)
    form = AnswerJoinForm(get_post_data(request))
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data["answer"]
        accept = answer != form.DECLINE
        role = Role(answer) if accept else Role.VIEWER
        sentence = (
            _("%(person)s is now a member.")
            if accept
            else _("You declined the request from %(person)s. We have told them.")
        )
        return _try(
            request,
            organisation,
            lambda: join_requests.decide(request=pending, accept=accept, role=role, actor=me.user, at=timezone.now()),
            sentence % {"person": pending.user},
        )
    return render_form(request, "organisations/join_request.html", page_context(me, form=form, asked=pending))


def _member(request: HttpRequest, slug: str, uuid: UUID) -> tuple[Membership, Membership]:
    me = get_administrator(request, slug)
    other = get_row(Membership, me.organisation, uuid, ended_at=None)
    if not can_change_member(me, other):
        raise PermissionDenied
    return me, other


def _try(request: HttpRequest, slug: str, act: Any, sentence: str) -> HttpResponse:
    """Call the service and report its result, or its refusal, on the list of people."""
    try:
        act()
    except ActionRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, sentence)
    return redirect("organisations:people", slug)

"""Pages of one's own account: the name, the second step, the web session, an offered role."""

from allauth.account.internal.stagekit import get_pending_stage
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView, FormView

from portal.accounts import mfa, pending_forms, session_lifetime
from portal.accounts.current_user import get_current_user
from portal.accounts.forms import NameForm
from portal.accounts.models import FactorReset, StaffInvitation
from portal.accounts.permissions import can_accept, needs_second_factor
from portal.accounts.reauthentication import RecentlyAuthenticatedMixin
from portal.accounts.roles import DESK_ROLES, is_staff_account
from portal.accounts.services import profile, recovery, staff_roles
from portal.core.exceptions import ActionRefused
from portal.core.views import InvalidFormMixin


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show everything that people can change about their own account."""
    return render(
        request,
        "account/index.html",
        {
            "has_factor": mfa.has_factor(request.user),
            "needs_factor": needs_second_factor(request.user),
        },
    )


@require_safe
def second_step(request: HttpRequest) -> HttpResponse:
    """Explain why a second step is needed and how to set one up, and lead back to where the person was going."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if is_ours:
        request.session[WANTED] = wanted
    return render(
        request,
        "account/second_step.html",
        {
            "has_factor": mfa.has_factor(request.user),
            "was_reset": get_current_user(request).must_set_second_factor,
            "needs_factor": needs_second_factor(request.user),
            "is_staff_account": is_staff_account(request.user),
            "wanted": request.session.get(WANTED, ""),
        },
    )


WANTED = "portal_wanted_page"


@login_not_required
def authenticate(request: HttpRequest) -> HttpResponse:
    """Show allauth's page for the second step; when the factors were reset since, signing in begins anew.

    allauth itself would send the browser back and forth between this page and the sign-in page.
    """
    stage = get_pending_stage(request)
    if stage and stage.key == AuthenticateStage.key and not mfa.has_factor(stage.login.user):
        return stage.abort()
    return AskForFactor.as_view()(request)


class AskForFactor(AuthenticateView):
    """Offers a passkey only to somebody who has one."""

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        if not mfa.get_factors(self.stage.login.user).filter(type=Authenticator.Type.WEBAUTHN).exists():
            context["webauthn_form"] = None
        return context


@require_safe
@login_not_required
def lost(request: HttpRequest) -> HttpResponse:
    """Explain what to do without the second step. No account is looked up, so nothing is told."""
    return render(
        request, "account/second_step_lost.html", {"wait_hours": recovery.RESET_DELAY.total_seconds() // 3600}
    )


@require_safe
def session(request: HttpRequest) -> HttpResponse:
    """Show when the web session ends; opening the page is a use of it, and so moves the end."""
    return render(request, "account/session.html", {"ends_at": session_lifetime.get_session_expiry(request)})


@require_POST
def discard_kept(request: HttpRequest) -> HttpResponse:
    """Discard the form that was kept from an ended session, and show the page as it is saved."""
    pending = pending_forms.get_pending_form(request, now=timezone.now())
    pending_forms.discard_form(request)
    return redirect(pending.page if pending else "dashboard:home")


class NameView(RecentlyAuthenticatedMixin, InvalidFormMixin, FormView):
    """Changes the user's own name; it asks for reauthentication, since signing on screen uses the name."""

    template_name = "account/name.html"
    form_class = NameForm

    def get_initial(self) -> dict[str, str]:
        person = get_current_user(self.request)
        return {"first_name": person.first_name, "last_name": person.last_name}

    def form_valid(self, form: NameForm) -> HttpResponse:
        if profile.rename(user=get_current_user(self.request), **form.cleaned_data):
            messages.success(self.request, _("You have changed your name."))
        return redirect("people:account")


@method_decorator(login_not_required, name="dispatch")
class StopReset(DetailView):
    """Stops a waiting reset by the address in the mail, and signs nobody in."""

    template_name = "account/stop_reset.html"
    context_object_name = "reset"

    def get_object(self, queryset=None) -> FactorReset:
        return get_object_or_404(FactorReset.objects.waiting(), uuid=self.kwargs["reset"])

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        recovery.cancel_reset(reset=self.get_object(), at=timezone.now())
        messages.success(request, _("You have stopped the reset. Your two-step verification has not changed."))
        return redirect("account_login")


class AcceptRole(DetailView):
    """Offers a staff role to a confirmed address of the person; anybody else finds nothing."""

    template_name = "account/staff_role.html"
    context_object_name = "invitation"

    def get_object(self, queryset=None) -> StaffInvitation:
        offer = get_object_or_404(StaffInvitation.objects.open(), uuid=self.kwargs["invitation"])
        if not get_current_user(self.request).has_confirmed(offer.email):
            raise Http404
        return offer

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            can_accept=can_accept(self.request.user, self.object),
            needs_confirming=self.object.role in DESK_ROLES,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            offer = staff_roles.accept(invitation=self.get_object(), user=get_current_user(request), at=timezone.now())
        except ActionRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
        if offer.granted_at:
            messages.success(request, _("You now have this role."))
        else:
            messages.success(
                request, _("You have accepted this role. We will email you when a second person has confirmed it.")
            )
        return redirect("dashboard:home")

"""Site administrators' pages about people. To everybody else they are not there."""

from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from portal.accounts import mfa
from portal.accounts.current_user import get_current_user
from portal.accounts.forms import FindAccountForm, InviteStaffForm, ReasonForm, ResetFactorsForm
from portal.accounts.models import StaffInvitation, User
from portal.accounts.permissions import can_act_on, can_confirm, can_manage_people, can_see_people
from portal.accounts.reauthentication import RecentlyAuthenticatedMixin
from portal.accounts.roles import StaffRole
from portal.accounts.services import recovery, staff_roles
from portal.core.exceptions import ActionRefused
from portal.core.views import InvalidFormMixin


class PeopleView(TemplateView):
    """Lists everybody with a staff role, and the open offers."""

    template_name = "people/list.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not can_see_people(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        user = self.request.user
        offers = StaffInvitation.objects.open().select_related("invited_by", "user")
        people = User.objects.staff().prefetch_related("groups", "authenticator_set").order_by("last_name", "email")
        return super().get_context_data(
            people=[
                {
                    "person": person,
                    "roles": [StaffRole(g.name) for g in person.groups.all() if g.name in StaffRole.values],
                    "has_factor": any(a.type in mfa.FACTOR_TYPES for a in person.authenticator_set.all()),
                    "can_act": can_act_on(user, person),
                }
                for person in people
            ],
            offers=[{"offer": offer, "can_confirm": can_confirm(user, offer)} for offer in offers],
            can_manage=can_manage_people(user),
            **kwargs,
        )


def form_action(act: Callable[[Any, Form], str]) -> Callable[[Any, Form], HttpResponse]:
    """Wrap a form_valid whose view acts and returns a message; a refusal is shown at the form."""

    @wraps(act)
    def form_valid(view: "StaffFormView", form: Form) -> HttpResponse:
        try:
            done = act(view, form)
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
            return view.form_invalid(form)
        messages.success(view.request, done)
        return redirect(view.get_success_url())

    return form_valid


class StaffFormView(RecentlyAuthenticatedMixin, InvalidFormMixin, FormView):
    """A form of site administrators; what it sends is an act that counts, so they reauthenticate."""

    form_class: type[Form] = ReasonForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.find()
        if not self.may():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def find(self) -> None:
        """Look the row of the address up."""

    def may(self) -> bool:
        return can_manage_people(self.request.user)

    def get_success_url(self) -> str:
        return reverse("staffing:people")


class InviteView(StaffFormView):
    template_name = "people/invite.html"
    form_class = InviteStaffForm

    @form_action
    def form_valid(self, form: Form) -> str:
        role = StaffRole(form.cleaned_data["role"])
        offer = staff_roles.invite(
            email=form.cleaned_data["email"], role=role, by=get_current_user(self.request), at=timezone.now()
        )
        return _("We have emailed %(email)s.") % {"email": offer.email}


class OfferView(StaffFormView):
    """Acts on one open offer."""

    form_class = Form

    def find(self) -> None:
        self.offer = get_object_or_404(StaffInvitation.objects.open(), uuid=self.kwargs["invitation"])

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(offer=self.offer, **kwargs)


class ConfirmView(OfferView):
    template_name = "people/confirm.html"

    def may(self) -> bool:
        return can_confirm(self.request.user, self.offer)

    @form_action
    def form_valid(self, form: Form) -> str:
        staff_roles.confirm(invitation=self.offer, by=get_current_user(self.request), at=timezone.now())
        return _("%(person)s now has this role.") % {"person": self.offer.user}


class WithdrawView(OfferView):
    template_name = "people/withdraw.html"

    @form_action
    def form_valid(self, form: Form) -> str:
        staff_roles.withdraw(invitation=self.offer, by=get_current_user(self.request), at=timezone.now())
        return _("Offer withdrawn.")


class PersonView(StaffFormView):
    """Acts on one account, never one's own."""

    def find(self) -> None:
        self.person = get_object_or_404(User, uuid=self.kwargs["person"])

    def may(self) -> bool:
        return can_act_on(self.request.user, self.person)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(person=self.person, **kwargs)

    def get_success_url(self) -> str:
        return reverse("staffing:account", args=[self.person.uuid])


class TakeRoleView(PersonView):
    template_name = "people/take_role.html"

    def find(self) -> None:
        super().find()
        if not self.person.groups.filter(name=self.kwargs["role"]).exists():
            raise Http404
        self.role = StaffRole(self.kwargs["role"])

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(role=self.role, **kwargs)

    @form_action
    def form_valid(self, form: Form) -> str:
        reason = form.cleaned_data["reason"]
        staff_roles.remove_role(
            person=self.person, role=self.role, by=get_current_user(self.request), reason=reason, at=timezone.now()
        )
        return _("Role removed.")

    def get_success_url(self) -> str:
        return reverse("staffing:people")


class FindAccountView(StaffFormView):
    """Finds an account by its whole address only: nobody leafs through accounts here."""

    template_name = "people/find.html"
    form_class = FindAccountForm

    def form_valid(self, form: Form) -> HttpResponse:
        person = User.objects.filter(email__iexact=form.cleaned_data["email"]).first()
        if person is None:
            form.add_error(
                "email", _("There is no account with this email address. Check that you typed it correctly.")
            )
            return self.form_invalid(form)
        return redirect("staffing:account", person.uuid)


class AccountView(TemplateView):
    """Shows what our staff may know of an account: whether it is open, and which ways of signing in it has."""

    template_name = "people/account.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not can_manage_people(request.user):
            raise Http404
        self.person = get_object_or_404(User, uuid=kwargs["person"])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs) -> dict:
        ways = Counter(mfa.get_factors(self.person).values_list("type", flat=True))
        return super().get_context_data(**kwargs) | {
            "person": self.person,
            "passkeys": ways[Authenticator.Type.WEBAUTHN],
            "has_app": bool(ways[Authenticator.Type.TOTP]),
            "has_factor": any(ways.values()),
            "waiting": self.person.factor_resets.waiting().first(),
            "can_act": can_act_on(self.request.user, self.person),
        }


class ResetView(PersonView):
    template_name = "people/reset.html"
    form_class = ResetFactorsForm

    @form_action
    def form_valid(self, form: Form) -> str:
        reason = form.cleaned_data["reason"]
        recovery.reset_by_staff(user=self.person, by=get_current_user(self.request), reason=reason, at=timezone.now())
        return _("Two-step verification reset. We have emailed this person.")


class CloseView(PersonView):
    template_name = "people/close.html"

    def may(self) -> bool:
        return super().may() and self.person.is_active

    @form_action
    def form_valid(self, form: Form) -> str:
        reason = form.cleaned_data["reason"]
        staff_roles.close_account(
            person=self.person, by=get_current_user(self.request), reason=reason, at=timezone.now()
        )
        return _("Account closed. All its sessions have ended.")


class OpenView(PersonView):
    template_name = "people/open.html"

    def may(self) -> bool:
        return super().may() and not self.person.is_active

    @form_action
    def form_valid(self, form: Form) -> str:
        staff_roles.reopen_account(
            person=self.person, by=get_current_user(self.request), reason=form.cleaned_data["reason"]
        )
        return _("Account reopened.")

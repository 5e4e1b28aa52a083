"""Approval and signature, on the exact text. The link in the mail leads here; it does not sign anybody in."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from compliance.organisations.fence import rows
from compliance.statements import permissions
from compliance.statements.choices import SectionCode, State
from compliance.statements.documents import fingerprint
from compliance.statements.forms.signoff import ApproveForm, DeclineForm, SignForm
from compliance.statements.legal_forms import needs_approval
from compliance.statements.models import Approval, Signature
from compliance.statements.rules.signoff import words
from compliance.statements.services import signoff
from compliance.statements.services.steps import Refusal
from compliance.statements.views.base import VersionMixin, text_of, today
from portal.accounts.decorators import RecentlyAuthenticatedMixin
from portal.core.views import InvalidFormMixin
from portal.files import services as files


class SignoffMixin(VersionMixin, InvalidFormMixin):
    """The frozen text, and the record that is asked for."""

    @property
    def legal_form(self) -> str:
        return self.answers.get(SectionCode.SIGNOFF, {}).get("legal_form") or self.organisation.legal_form

    def plan(self, name: str) -> Any:
        """What the draft foresaw, for prefilling."""
        return self.answers.get(SectionCode.SIGNOFF, {}).get(name)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"legal_form": self.legal_form, "today": today()}

    def get_initial(self) -> dict[str, Any]:
        return {"seen_hash": self.version.content_hash}

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        return super().get_context_data(
            **text_of(self),
            fingerprint=fingerprint(self.version.content_hash),
            needs_approval=needs_approval(self.legal_form),
            words=words(self.legal_form),
            can_decline=permissions.can_decline(self.membership, self.version),
            can_see_page=permissions.can_see_signed_page(self.membership),
            **kwargs,
        )

    def stored_page(self, form: Any) -> Any:
        """The signed page, kept sealed. Adds a message to the form and returns None when it is refused."""
        upload = form.cleaned_data.get("page")
        if not upload:
            return None
        try:
            return files.receive(upload, scope=self.organisation.uuid, by=self.request.user)
        except ValidationError as refusal:
            form.add_error("page", refusal)
            return None


class ApproveView(SignoffMixin, RecentlyAuthenticatedMixin, FormView):
    template_name = "statements/approve.html"
    form_class = ApproveForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not permissions.can_approve(self.membership, self.version):
            return self.closed()
        return super().dispatch(request, *args, **kwargs)

    def closed(self) -> HttpResponse:
        """What is known to all members may be read; giving it is for others."""
        if self.request.method == "POST":
            self.demand(permissions.is_free_approver(self.membership, self.version))
            return self.refuse(Refusal(_("This version is not waiting for you.")))
        context = SignoffMixin.get_context_data(self, form=None)
        return self.render_to_response(context | {"is_closed": True})

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {
            "body": self.plan("approving_body"),
            "body_name": self.plan("approving_body_name"),
        }

    def form_valid(self, form: ApproveForm) -> HttpResponse:
        page = self.stored_page(form)
        if form.errors:
            return self.form_invalid(form)
        given = form.cleaned_data
        try:
            signoff.approve(
                version=self.version,
                actor=self.request.user,
                at=timezone.now(),
                given=form.given(page),
                body=given["body"],
                body_name=given["body_name"],
                approved_on=given["approved_on"],
                seen_hash=given["seen_hash"],
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            return self.form_invalid(form)
        messages.success(self.request, _("The approval is recorded. The statement can now be signed."))
        return self.go("tasks")


class SignView(SignoffMixin, RecentlyAuthenticatedMixin, FormView):
    template_name = "statements/sign.html"
    form_class = SignForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        may = permissions.can_sign(self.membership, self.version)
        if not may or (self.version.state == State.READY_FOR_APPROVAL and needs_approval(self.legal_form)):
            return self.closed()
        return super().dispatch(request, *args, **kwargs)

    def closed(self) -> HttpResponse:
        """What is known to all members may be read; giving it is for others."""
        if self.request.method == "POST":
            self.demand(permissions.is_free_approver(self.membership, self.version))
            return self.refuse(Refusal(_("This version is not waiting for you.")))
        context = SignoffMixin.get_context_data(self, form=None)
        return self.render_to_response(context | {"is_closed": True})

    def get_form_kwargs(self) -> dict[str, Any]:
        approval = rows(Approval, self.organisation).filter(version=self.version, voided_at=None).first()
        return super().get_form_kwargs() | {
            "signer": self.request.user,
            "approved_on": approval.approved_on if approval else None,
        }

    def get_initial(self) -> dict[str, Any]:
        planned = {
            "first_name": self.plan("signatory_first_name"),
            "last_name": self.plan("signatory_last_name"),
            "job_title": self.plan("signatory_job_title"),
            "role": self.plan("signatory_role"),
            "on_board": {True: "yes", False: "no"}.get(self.plan("signatory_on_approving_board")),
        }
        return super().get_initial() | planned

    def form_valid(self, form: SignForm) -> HttpResponse:
        page = self.stored_page(form)
        if form.errors:
            return self.form_invalid(form)
        try:
            signoff.sign(
                version=self.version,
                actor=self.request.user,
                at=timezone.now(),
                given=form.given(page),
                signatory=form.signatory,
                signed_on=form.cleaned_data["signed_on"],
                seen_hash=form.cleaned_data["seen_hash"],
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
            return self.form_invalid(form)
        messages.success(self.request, _("The statement is signed. An administrator can now publish it."))
        return self.go("tasks")


class DeclineView(VersionMixin, InvalidFormMixin, FormView):
    template_name = "statements/decline.html"
    form_class = DeclineForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(permissions.is_free_approver(self.membership, self.version))
        if not permissions.can_decline(self.membership, self.version):
            return self.refuse(Refusal(_("This version is not waiting for you.")))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: DeclineForm) -> HttpResponse:
        try:
            signoff.decline(
                version=self.version, actor=self.request.user, at=timezone.now(), reason=form.cleaned_data["reason"]
            )
        except Refusal as refusal:
            return self.refuse(refusal)
        messages.success(self.request, _("The writers have your reason and a mail. The statement is a draft again."))
        return self.go("tasks")


class SignedPageView(VersionMixin, View):
    """The private page behind an approval or signature."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not permissions.can_see_signed_page(self.membership):
            raise Http404
        for model in (Approval, Signature):
            found = rows(model, self.organisation).filter(version=self.version, page__uuid=kwargs["page"])
            if record := found.select_related("page").first():
                return files.serve(record.page, by=request.user)
        raise Http404

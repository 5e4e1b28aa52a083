"""Approval and signature, on the exact text. The link in the mail leads here; it does not sign anybody in."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View

from compliance.organisations.tenancy import get_rows
from compliance.statements import permissions
from compliance.statements.choices import FROZEN, OPEN, SectionCode, State
from compliance.statements.core.selectors import get_published_before
from compliance.statements.core.views import VersionMixin, today
from compliance.statements.models import Approval, Signature
from compliance.statements.presenters.changes import changes
from compliance.statements.presenters.draft import draft_context
from compliance.statements.presenters.signoff import describe_signoff, fingerprint
from compliance.statements.rubric import services as checking
from compliance.statements.rubric.views.links import CheckLinks
from compliance.statements.rules.financial_year import parse_day
from compliance.statements.rules.legal_forms import needs_approval
from compliance.statements.rules.signoff import get_actors
from compliance.statements.signoff.blockers import get_blockers
from compliance.statements.signoff.forms.signoff import ApproveForm, DeclineForm, SignForm
from compliance.statements.signoff.services import signoff
from compliance.statements.types import Content, FormKwargs, Initial
from portal.accounts.reauthentication import RecentlyAuthenticatedMixin
from portal.core.exceptions import ActionRefused
from portal.core.types import Context
from portal.core.views import InvalidFormMixin
from portal.files import services as files


class GiveView(VersionMixin, InvalidFormMixin, RecentlyAuthenticatedMixin, FormView):
    """The frozen text, and the record that is asked for on it.

    is_open: whether it waits for this person. done: what is said once it is recorded.
    """

    is_open: bool
    done: Any

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.is_open:
            return self.closed()
        return super().dispatch(request, *args, **kwargs)

    def closed(self) -> HttpResponse:
        """Tell whether the page is for others; what is known to all members may be read."""
        if self.request.method == "POST":
            self.demand(permissions.is_free_approver(self.membership, self.version))
            return self.refuse(ActionRefused(_("This version does not need anything from you.")))
        return self.render_to_response(self.get_context_data(form=None, is_closed=True))

    def plan(self, name: str) -> Any:
        """Return what the draft foresaw, for prefilling."""
        return self.answers.get(SectionCode.SIGNOFF, {}).get(name)

    def get_form_kwargs(self) -> FormKwargs:
        return super().get_form_kwargs() | {"legal_form": self.legal_form, "today": today()}

    def get_initial(self) -> Initial:
        return {"seen_hash": self.version.content_hash}

    def get_context_data(self, **kwargs) -> Context:
        context = draft_context(self)
        published = get_published_before(self.version)
        return super().get_context_data(
            **context,
            published=published,
            published_signoff=published and describe_signoff(published.signoff, published.legal_form),
            changes=changes(published.content, context["content"]) if published else [],
            left=self.left(context["content"]) if kwargs.get("is_closed") else None,
            fingerprint=fingerprint(self.version.content_hash),
            needs_approval=needs_approval(self.legal_form),
            words=get_actors(self.legal_form),
            can_decline=permissions.can_decline(self.membership, self.version),
            can_see_page=permissions.can_see_signed_page(self.membership),
            **kwargs,
        )

    def left(self, content: Content) -> Context | None:
        """Return what is to be done before the text can be frozen, each with the way there; None once it is."""
        if self.version.state not in OPEN - FROZEN:
            return None
        known = {"sections": self.answers, "content": content, "known": self.published}
        blockers = get_blockers(self.version, self.answers, checking.run_check(self.version, today=today(), **known))
        ways = CheckLinks(self)
        return {
            "count": blockers.count,
            "comments": blockers.comments,
            "checks": [(_(check.question), ways.of(check)) for check in blockers.checks],
            "questions": [
                (_(question.label), self.address("section", section=question.section), self.title_of(question.section))
                for question in blockers.questions
            ],
        }

    def keep(self, form: Any, act: Callable[..., Approval | Signature], **sentence: Any) -> HttpResponse:
        """Save the record together with the page that was sent with it, or neither."""
        about = {"version": self.version, "actor": self.request.user, "at": timezone.now()}
        try:
            with self.sent_page(form) as page:
                act(**about, details=form.get_details(page), **sentence)
        except ValidationError as refused:
            form.add_error("page", refused)
        except ActionRefused as refusal:
            form.add_error(None, refusal.sentence)
        if form.errors:
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        self.version.refresh_from_db(fields=["state"])
        return self.go_to_signoff()

    def sent_page(self, form: Any) -> AbstractContextManager[Any]:
        """Return the signed page, sealed; None where none was sent."""
        upload = form.cleaned_data.get("page")
        return (
            files.receive_with_record(upload, scope=self.organisation.uuid, by=self.request.user)
            if upload
            else nullcontext()
        )


class ApproveView(GiveView):
    template_name = "statements/approve.html"
    form_class = ApproveForm
    done = gettext_lazy("The approval is recorded. The statement can now be signed.")

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.is_open = permissions.can_approve(self.membership, self.version)

    def get_form_kwargs(self) -> FormKwargs:
        ends = parse_day(self.answers.get(SectionCode.PERIOD, {}).get("period_end"))
        return super().get_form_kwargs() | {"period_end": ends}

    def get_initial(self) -> Initial:
        planned = {"body": self.plan("approving_body"), "body_name": self.plan("approving_body_name")}
        return super().get_initial() | planned

    def form_valid(self, form: ApproveForm) -> HttpResponse:
        body = {name: form.cleaned_data[name] for name in ("body", "body_name")}
        return self.keep(form, signoff.approve, **body)


class SignView(GiveView):
    template_name = "statements/sign.html"
    form_class = SignForm
    done = gettext_lazy("The statement is signed. An administrator can now publish it.")

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        waits_for_approval = self.version.state == State.READY_FOR_APPROVAL and needs_approval(self.legal_form)
        self.is_open = not waits_for_approval and permissions.can_sign(self.membership, self.version)

    def get_form_kwargs(self) -> FormKwargs:
        approval = get_rows(Approval, self.organisation).filter(version=self.version, voided_at=None).first()
        return super().get_form_kwargs() | {
            "signer": self.request.user,
            "approved_on": approval.approved_on if approval else None,
        }

    def get_initial(self) -> Initial:
        planned = {
            "first_name": self.plan("signatory_first_name"),
            "last_name": self.plan("signatory_last_name"),
            "job_title": self.plan("signatory_job_title"),
            "role": self.plan("signatory_role"),
            "on_board": {True: "yes", False: "no"}.get(self.plan("signatory_on_approving_board")),
        }
        return super().get_initial() | planned

    def form_valid(self, form: SignForm) -> HttpResponse:
        return self.keep(form, signoff.sign, signatory=form.signatory)


class DeclineView(VersionMixin, InvalidFormMixin, FormView):
    template_name = "statements/decline.html"
    form_class = DeclineForm

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.demand(permissions.is_free_approver(self.membership, self.version))
        if not permissions.can_decline(self.membership, self.version):
            return self.refuse(ActionRefused(_("This version does not need anything from you.")))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: DeclineForm) -> HttpResponse:
        try:
            signoff.decline(
                version=self.version, actor=self.request.user, at=timezone.now(), reason=form.cleaned_data["reason"]
            )
        except ActionRefused as refusal:
            return self.refuse(refusal)
        messages.success(
            self.request,
            _("The writers can see your reason, and we have emailed them. The statement is a draft again."),
        )
        return self.go("tasks")


class SignedPageView(VersionMixin, View):
    """The private page behind an approval or signature."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not permissions.can_see_signed_page(self.membership):
            raise Http404
        for model in (Approval, Signature):
            records = get_rows(model, self.organisation).filter(version=self.version, page__uuid=kwargs["page"])
            if record := records.select_related("page").first():
                return files.serve(record.page, by=request.user)
        raise Http404

"""/o/<organisation>/actions/: everything open by due date, and one action from plan to proof.

See docs/requirements/suppliers.md#audit-pages.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.audits import permissions
from compliance.audits.choices import OPEN_STATUSES, FindingStatus, Grade
from compliance.audits.forms.actions import (
    ActionForm,
    ActionStepForm,
    CarForm,
    CarOwnerFormSet,
    CloseForm,
    ReopenForm,
    VerifyForm,
    with_owner_count,
)
from compliance.audits.forms.audits import FileForm
from compliance.audits.forms.filters import ActionFilter
from compliance.audits.models import Action, ActionFile, CarPlan
from compliance.audits.selectors import page_contexts, querysets, verification
from compliance.audits.services import actions, collaborative_actions
from compliance.audits.views.base import (
    ActionMixin,
    FindingMixin,
    FormPage,
    ReaderMixin,
    WriterMixin,
    get_actor,
    get_today,
    page_url,
)
from compliance.organisations.tenancy import get_membership, get_row, get_rows
from portal.core.exceptions import ActionRefused
from portal.core.pagination import BoundedPaginator
from portal.core.prepared import fetch_in_order
from portal.core.rate_limits import OverLimit
from portal.core.types import Context
from portal.core.views import PagedListView, see_other
from portal.files.services import Refused, serve

MAX_PLANS_SHOWN = 20
RECRUITMENT_FEES_ISSUE = "FL05"


class Index(ReaderMixin, PagedListView):
    """Open actions, and findings without any."""

    template_name = "audits/actions.html"
    paginator_class = BoundedPaginator
    fetch_lines = querysets.fetch_action_lines

    def get_queryset(self) -> QuerySet[Action]:
        self.form = ActionFilter(self.request.GET)
        actions = querysets.get_open_actions(self.organisation)
        return actions.filter(self.form.query(get_today(), finding="finding__"))

    def get_context_data(self, **kwargs: Any) -> Context:
        today, shows_all = get_today(), permissions.can_see_all_details(self.membership)
        owed = querysets.get_findings_without_action(self.organisation).filter(self.form.query(today, finding=""))
        unplanned = owed.exclude(grade=Grade.CAR).values_list("pk", flat=True)[:MAX_PLANS_SHOWN]
        context = super().get_context_data(
            form=self.form,
            can_write=permissions.can_write(self.membership),
            unplanned=page_contexts.get_finding_lines(
                fetch_in_order(querysets.fetch_finding_lines, unplanned), today=today, shows_all=shows_all
            ),
            reviews=page_contexts.get_review_lines(
                querysets.get_reviews(self.organisation)[:MAX_PLANS_SHOWN], shows_all=shows_all
            ),
            today=today,
            can_verify=permissions.can_verify_actions(self.membership),
            **kwargs,
        )
        lines = page_contexts.get_action_lines(context["page"], today=today, shows_all=shows_all)
        return context | {"lines": lines}


class ToVerify(ReaderMixin, PagedListView):
    """Closed actions that nobody has verified."""

    template_name = "audits/to_verify.html"

    def get_queryset(self) -> QuerySet[Action]:
        return verification.with_verification_columns(verification.get_unverified_actions(self.organisation))

    def get_context_data(self, **kwargs: Any) -> Context:
        context = super().get_context_data(**kwargs)
        shows_all = permissions.can_see_all_details(self.membership)
        lines = verification.get_verification_lines(context["page"], self.membership, shows_all=shows_all)
        return context | {"lines": lines, "can_verify": permissions.can_verify_actions(self.membership)}


class Add(WriterMixin, FindingMixin, FormPage):
    """The page to add an action to a finding."""

    template_name = "audits/action_form.html"

    def get_return_url(self) -> str:
        return page_url("audits:finding", self.organisation.slug, self.finding.uuid)

    def get_closed_reason(self) -> str:
        if self.has_alert:
            return _("An alert about this finding is open. Plan no action until it is closed.")
        if self.finding.status not in OPEN_STATUSES:
            return _("This finding is no longer open. Reopen it before you add an action.")
        return ""

    def get_form(self, data: Any) -> ActionForm:
        due = self.finding.due_on if self.finding.due_on and self.finding.due_on >= get_today() else None
        return ActionForm(data, today=get_today(), ended_on=self.finding.audit.ended_on, initial={"due_on": due})

    def save(self, form: ActionForm) -> HttpResponse:
        actions.add(finding=self.finding, fields=form.values, actor=get_actor(self.request), at=timezone.now())
        messages.success(self.request, _("The action is saved."))
        return see_other(self.get_return_url())


class _ActionFormPage(WriterMixin, ActionMixin, FormPage):
    def get_return_url(self) -> str:
        return page_url("audits:finding", self.organisation.slug, self.finding.uuid)

    def call_service(self, service: Any, form: Any, sentence: str, **fields: Any) -> HttpResponse:
        service(
            action=self.action,
            version=form.cleaned_data["version"],
            actor=get_actor(self.request),
            at=timezone.now(),
            **fields,
        )
        messages.success(self.request, sentence)
        return see_other(self.get_return_url())


class Change(_ActionFormPage):
    """The page to change an action."""

    template_name = "audits/action_form.html"

    def get_closed_reason(self) -> str:
        if self.action.status == FindingStatus.VERIFIED_CLOSED:
            return _("This action is closed and verified. Reopen it before changing it.")
        return ""

    def get_form(self, data: Any) -> ActionForm:
        return ActionForm(data, today=get_today(), ended_on=self.finding.audit.ended_on, row=self.action)

    def save(self, form: ActionForm) -> HttpResponse:
        return self.call_service(actions.change, form, _("The action is saved."), fields=form.values)


class Step(_ActionFormPage):
    """The page to change an action's open status."""

    template_name = "audits/action_step.html"

    def get_closed_reason(self) -> str:
        return "" if self.action.status in OPEN_STATUSES else _("This action is closed. Reopen it first.")

    def get_form(self, data: Any) -> ActionStepForm:
        return ActionStepForm(data, row=self.action)

    def save(self, form: ActionStepForm) -> HttpResponse:
        status = FindingStatus(form.cleaned_data["status"])
        return self.call_service(
            actions.change_status, form, _("Saved."), status=status, comment=form.cleaned_data["comment"]
        )


class Close(_ActionFormPage):
    """The page to close an action. It repeats what that means: closed is not verified."""

    template_name = "audits/action_close.html"

    def get_closed_reason(self) -> str:
        if permissions.can_close(self.membership, self.action):
            return ""
        return _("This action cannot be closed at its current status. Check its status.")

    def get_form(self, data: Any) -> CloseForm:
        return CloseForm(data, today=get_today(), ended_on=self.finding.audit.ended_on, row=self.action)

    def save(self, form: CloseForm) -> HttpResponse:
        return self.call_service(
            actions.close,
            form,
            _("The action is closed, not yet verified."),
            completed_on=form.cleaned_data["completed_on"],
            comment=form.cleaned_data["comment"],
        )


class Verify(_ActionFormPage):
    """The page to verify a closed action."""

    template_name = "audits/action_verify.html"

    def is_permitted(self) -> bool:
        return permissions.can_verify_actions(self.membership) and self.shows_details

    def get_closed_reason(self) -> str:
        why = permissions.get_unverifiable_reason(self.membership, self.action)
        return str(why.label) if why else ""

    def get_form(self, data: Any) -> VerifyForm:
        return VerifyForm(data, today=get_today(), row=self.action)

    def save(self, form: VerifyForm) -> HttpResponse:
        return self.call_service(
            actions.verify,
            form,
            _("The action is verified."),
            method=form.cleaned_data["verification_method"],
            verified_on=form.cleaned_data["verified_on"],
            comment=form.cleaned_data["comment"],
        )


class Reopen(_ActionFormPage):
    """The page to reopen a closed action."""

    template_name = "audits/action_reopen.html"

    def is_permitted(self) -> bool:
        may = permissions.can_write(self.membership) or permissions.can_verify_actions(self.membership)
        return may and self.shows_details

    def get_closed_reason(self) -> str:
        return _("This action is already open.") if self.action.status in OPEN_STATUSES else ""

    def get_form(self, data: Any) -> ReopenForm:
        return ReopenForm(data, row=self.action)

    def save(self, form: ReopenForm) -> HttpResponse:
        return self.call_service(
            actions.reopen, form, _("The action is open again."), comment=form.cleaned_data["comment"]
        )


class Evidence(_ActionFormPage):
    """The page to attach evidence."""

    template_name = "audits/action_evidence.html"

    def get_closed_reason(self) -> str:
        if self.action.status == FindingStatus.VERIFIED_CLOSED:
            return _("This action is closed and verified. Reopen it before changing it.")
        return ""

    def get_form(self, data: Any) -> FileForm:
        return FileForm(data, self.request.FILES if data is not None else None)

    def save(self, form: FileForm) -> HttpResponse:
        try:
            actions.attach_evidence(
                action=self.action, upload=form.cleaned_data["file"], actor=get_actor(self.request), at=timezone.now()
            )
        except (Refused, OverLimit) as refused:
            form.add_error("file", refused)
            return self.render_page(form)
        messages.success(self.request, _("The evidence is saved, without hidden details."))
        return see_other(page_url("actions:evidence", self.organisation.slug, self.action.uuid))


@require_safe
def download(request: HttpRequest, organisation: str, uuid: UUID, file: UUID) -> HttpResponse:
    """Send a file of an action."""
    me = get_membership(request, organisation)
    evidence = get_row(ActionFile, me.organisation, file, action__uuid=uuid)
    action = querysets.get_actions(me.organisation).get(pk=evidence.action_id)
    if not permissions.can_see_details(me, has_alert=action.has_alert):
        raise PermissionDenied
    return serve(evidence.file, by=get_actor(request))


@require_POST
def remove_evidence(request: HttpRequest, organisation: str, uuid: UUID, file: UUID) -> HttpResponse:
    """Remove a file of an open action."""
    me = get_membership(request, organisation)
    evidence = get_row(ActionFile, me.organisation, file, action__uuid=uuid)
    action = querysets.get_actions(me.organisation).get(pk=evidence.action_id)
    if not (permissions.can_write(me) and permissions.can_see_details(me, has_alert=action.has_alert)):
        raise PermissionDenied
    try:
        actions.remove_evidence(evidence=evidence, actor=get_actor(request), at=timezone.now())
    except ActionRefused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("The file is removed."))
    return see_other(page_url("actions:evidence", organisation, uuid))


class Car(WriterMixin, FindingMixin, FormPage):
    """The page of a collaborative finding's plan, with those who share it."""

    template_name = "audits/car.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        plan = get_rows(CarPlan, self.organisation).filter(finding=self.finding).prefetch_related("owners").first()
        if plan is None:
            raise Http404
        plan.finding = self.finding
        self.plan = plan

    def get_return_url(self) -> str:
        return page_url("audits:finding", self.organisation.slug, self.finding.uuid)

    def get_form(self, data: Any) -> CarForm:
        owners = [
            {"role": o.role, "name": o.name, "share_percent": o.share_percent, "next_step": o.next_step}
            for o in self.plan.owners.all()
        ]
        self.owners = CarOwnerFormSet(
            with_owner_count(data) if data is not None else None, initial=owners, prefix="owners"
        )
        return CarForm(
            data, row=self.plan, has_fees=self.finding.issue_code == RECRUITMENT_FEES_ISSUE, today=get_today()
        )

    def save(self, form: CarForm) -> HttpResponse:
        if not self.owners.is_valid():
            return self.render_page(form)
        fields = form.values
        collaborative_actions.save(
            plan=self.plan,
            version=form.cleaned_data["version"],
            was_reviewed=fields.pop("was_reviewed"),
            fields=fields,
            owners=self.owners.owners,
            actor=get_actor(self.request),
            at=timezone.now(),
        )
        messages.success(self.request, _("The plan is saved."))
        return see_other(self.get_return_url())

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(plan=self.plan, owners=self.owners, **kwargs)

"""Findings of all audits, and the page of one (docs/requirements/suppliers.md#audit-pages)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from compliance.audits import charts, permissions
from compliance.audits.choices import ALLOWED_TRANSITIONS, CLOSED_STATUSES, OPEN_STATUSES, FindingStatus, Grade
from compliance.audits.forms.filters import FindingFilter
from compliance.audits.forms.findings import MANUAL_STATUS_LABELS, FindingForm, FindingStatusForm, IssueForm
from compliance.audits.models import Audit, Finding
from compliance.audits.rules import dates
from compliance.audits.selectors import page_contexts, querysets
from compliance.audits.services import alerts, findings
from compliance.audits.views.base import (
    AuditMixin,
    FindingMixin,
    FormPage,
    WriterMixin,
    get_actor,
    get_reader,
    get_today,
    page_url,
)
from compliance.organisations.models import Organisation
from compliance.organisations.tenancy import get_rows
from compliance.organisations.views.base import page_context
from portal.core.views import see_other

PAGE_SIZE = 50


@require_safe
def index(request: HttpRequest, organisation: str) -> HttpResponse:
    """List the findings that the filter selects."""
    me = get_reader(request, organisation)
    form = FindingFilter(request.GET)
    shows_all = permissions.can_see_all_details(me)
    selected = querysets.get_findings(me.organisation).filter(form.query(get_today()))
    if form.reveals_details and not shows_all:
        selected = selected.filter(has_alert=False)
    selected = selected.order_by("-audit__ended_on", "audit", "position", "pk")
    page = Paginator(selected, PAGE_SIZE).get_page(request.GET.get("page"))
    context = page_context(
        me,
        form=form,
        page=page,
        lines=page_contexts.get_finding_lines(page, today=get_today(), shows_all=shows_all),
        chart=charts.chart_open_findings(querysets.get_breach_spans(me.organisation, selected), get_today()),
        is_narrowed=bool(form.chosen()),
    )
    return render(request, "audits/findings.html", context)


class Detail(FindingMixin, TemplateView):
    """The page of one finding."""

    template_name = "audits/finding.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        finding, me = self.finding, self.membership
        if self.has_alert and self.shows_details:
            alerts.record_view(alerts=querysets.get_open_alerts(finding), actor=me.user, at=timezone.now())
        may_write = permissions.can_write(me) and self.shows_details
        acts = page_contexts.get_finding_actions(finding, me, today=get_today()) if self.shows_details else []
        details = dict(page_contexts.get_finding_context(finding)) if self.shows_details else {}
        rows_shown = [finding, *(line.action for line in acts)]
        return super().get_context_data(
            **details,
            acts=acts,
            car=getattr(finding, "car", None) if finding.grade == Grade.CAR else None,
            timeline=page_contexts.get_timeline(self.organisation.uuid, *rows_shown) if self.shows_details else [],
            plan_due_on=dates.plan_due_on(
                grade=finding.grade, scheme=finding.audit.scheme, ended_on=finding.audit.ended_on
            ),
            is_late=finding.is_open and finding.due_on is not None and finding.due_on < get_today(),
            is_closed=finding.status in CLOSED_STATUSES,
            may_write=may_write,
            can_change=permissions.can_change_finding(me, finding, has_alert=self.has_alert),
            own_steps=_get_manual_statuses(finding),
            **kwargs,
        )


def _get_manual_statuses(finding: Finding) -> list[FindingStatus]:
    """Return the statuses that no action sets; a finding closed by its actions is reopened by reopening one of them."""
    steps = [step for step in MANUAL_STATUS_LABELS if step in ALLOWED_TRANSITIONS[FindingStatus(finding.status)]]
    if finding.status in CLOSED_STATUSES and finding.actions.exists():
        steps.remove(FindingStatus.OPEN)
    return steps


def _get_earlier_findings(organisation: Organisation, audit: Audit) -> Any:
    """Return open findings of the site's earlier audits: one of them may continue in this one."""
    earlier = get_rows(Finding, organisation).filter(audit__site=audit.site_id, audit__ended_on__lte=audit.ended_on)
    may_go_on = earlier.filter(status__in=[*OPEN_STATUSES, FindingStatus.CARRIED_OVER]).exclude(audit=audit)
    return may_go_on.select_related("audit")


class Add(WriterMixin, AuditMixin, FormPage):
    """The page to add a finding to an audit."""

    template_name = "audits/finding_form.html"

    def get_return_url(self) -> str:
        return page_url("audits:audit", self.organisation.slug, self.audit.uuid)

    def get_form(self, data: Any) -> FindingForm:
        return FindingForm(data, audit=self.audit, earlier=_get_earlier_findings(self.organisation, self.audit))

    def save(self, form: FindingForm) -> HttpResponse:
        finding = findings.add(
            audit=self.audit, fields=form.row_fields, actor=get_actor(self.request), at=timezone.now()
        )
        messages.success(self.request, _("The finding is saved."))
        if "another" in self.request.POST:
            return see_other(page_url("audits:finding_add", self.organisation.slug, self.audit.uuid))
        return see_other(page_url("audits:finding", self.organisation.slug, finding.uuid))


class _FindingFormPage(WriterMixin, FindingMixin, FormPage):
    def get_return_url(self) -> str:
        return page_url("audits:finding", self.organisation.slug, self.finding.uuid)

    def done(self, sentence: str) -> HttpResponse:
        messages.success(self.request, sentence)
        return see_other(self.get_return_url())


class Change(_FindingFormPage):
    """The page to change a finding."""

    template_name = "audits/finding_form.html"

    def get_closed_reason(self) -> str:
        if self.finding.status == FindingStatus.VERIFIED_CLOSED:
            return _("This finding is closed and verified. Reopen it before changing it.")
        return ""

    def get_form(self, data: Any) -> FindingForm:
        earlier = _get_earlier_findings(self.organisation, self.finding.audit)
        return FindingForm(data, audit=self.finding.audit, earlier=earlier, row=self.finding)

    def save(self, form: FindingForm) -> HttpResponse:
        findings.change(
            finding=self.finding,
            version=form.cleaned_data["version"],
            fields=form.row_fields,
            actor=get_actor(self.request),
            at=timezone.now(),
        )
        return self.done(_("The finding is saved."))


class Issue(_FindingFormPage):
    """The page to confirm the kind of finding, or choose another."""

    template_name = "audits/issue.html"

    def get_form(self, data: Any) -> IssueForm:
        return IssueForm(data, row=self.finding)

    def save(self, form: IssueForm) -> HttpResponse:
        findings.set_issue(
            finding=self.finding,
            version=form.cleaned_data["version"],
            issue_code=form.cleaned_data["issue_code"],
            extra=form.child,
            actor=get_actor(self.request),
            at=timezone.now(),
        )
        return self.done(_("Thank you. The kind of finding is confirmed."))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(issue=self.finding.issue, **kwargs)


class Status(_FindingFormPage):
    """The page to change a finding's status by hand."""

    template_name = "audits/finding_status.html"

    def get_closed_reason(self) -> str:
        if not _get_manual_statuses(self.finding):
            return _("The finding stands as its actions do. Change one of them.")
        return ""

    def get_form(self, data: Any) -> FindingStatusForm:
        return FindingStatusForm(data, row=self.finding, steps=_get_manual_statuses(self.finding))

    def save(self, form: FindingStatusForm) -> HttpResponse:
        findings.change_status(
            finding=self.finding,
            version=form.cleaned_data["version"],
            status=FindingStatus(form.cleaned_data["status"]),
            reason=form.cleaned_data["reason"],
            actor=get_actor(self.request),
            at=timezone.now(),
        )
        return self.done(_("Saved."))

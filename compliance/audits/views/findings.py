"""Findings of all audits, and the page of one (docs/requirements/suppliers.md#audit-pages)."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from compliance.audits import charts, permissions
from compliance.audits.choices import ALLOWED_TRANSITIONS, CLOSED_STATUSES, OPEN_STATUSES, FindingStatus, Grade
from compliance.audits.forms.filters import FindingFilter
from compliance.audits.forms.findings import MANUAL_STATUS_LABELS, FindingForm, FindingStatusForm, IssueForm, KindsForm
from compliance.audits.models import Audit, Finding
from compliance.audits.rules import dates
from compliance.audits.selectors import page_contexts, querysets
from compliance.audits.services import alerts, findings
from compliance.audits.views.base import (
    AuditMixin,
    FindingMixin,
    FormPage,
    ReaderMixin,
    WriterMixin,
    get_actor,
    get_today,
    page_url,
)
from compliance.organisations.models import Organisation
from compliance.organisations.tenancy import get_rows
from portal.core.pagination import BoundedPaginator, FirstPage
from portal.core.types import Context
from portal.core.views import PagedListView, see_other


class Index(ReaderMixin, PagedListView):
    """The findings that the filter selects."""

    template_name = "audits/findings.html"
    paginator_class = BoundedPaginator
    fetch_lines = querysets.fetch_finding_lines

    def get_queryset(self) -> Any:  # Any: a queryset or a FirstPage
        self.form = FindingFilter(self.request.GET)
        self.shows_all = permissions.can_see_all_details(self.membership)
        if self.is_first_page and not self.form.chosen():
            return FirstPage(querysets.fetch_first_page(self.organisation.pk))
        findings = get_rows(Finding, self.organisation).filter(self.form.query(get_today()))
        if self.form.reveals_details and not self.shows_all:
            findings = findings.filter(~Exists(querysets.get_open_alerts_about("")))
        return querysets.order_findings(findings)

    def get_context_data(self, **kwargs: Any) -> Context:
        is_narrowed = bool(self.form.chosen())
        opened, closed = (
            querysets.count_by_month(self.object_list)
            if is_narrowed
            else querysets.count_all_by_month(self.organisation)
        )
        chart = charts.chart_open_findings(opened, closed, get_today())
        kwargs |= {"to_name": querysets.has_findings_to_name(self.organisation, shows_all=self.shows_all)}
        kwargs |= {"chart": chart, "is_narrowed": is_narrowed}
        context = super().get_context_data(form=self.form, **kwargs)
        lines = page_contexts.get_finding_lines(context["page"], today=get_today(), shows_all=self.shows_all)
        return context | {"lines": lines}


class Detail(FindingMixin, TemplateView):
    """The page of one finding."""

    template_name = "audits/finding.html"

    def get_context_data(self, **kwargs: Any) -> Context:
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

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(issue=self.finding.issue, **kwargs)


class Kinds(WriterMixin, ReaderMixin, PagedListView):
    """The page to confirm, or refuse, the kinds that we guessed: 25 findings at once.

    See docs/requirements/suppliers.md#naming-kinds.
    """

    template_name = "audits/kinds.html"
    paginate_by = 25
    paginator_class = BoundedPaginator

    def get_queryset(self) -> QuerySet[Finding]:
        return querysets.get_findings_to_name(
            self.organisation, shows_all=permissions.can_see_all_details(self.membership)
        )

    def get_context_data(self, **kwargs: Any) -> Context:
        form = kwargs.pop("form", None)
        context = super().get_context_data(**kwargs)
        return context | {"form": form or KindsForm(findings=context["page"].object_list)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object_list = self.get_queryset()
        form = KindsForm(request.POST, findings=self.get_context_data()["page"].object_list)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        saved, left = findings.set_issues(
            organisation=self.organisation, chosen=form.chosen, actor=get_actor(request), at=timezone.now()
        )
        messages.success(
            request,
            ngettext(
                "You have chosen the kind of %(n)d finding.", "You have chosen the kinds of %(n)d findings.", saved
            )
            % {"n": saved},
        )
        if left:
            messages.warning(
                request,
                ngettext(
                    "%(n)d finding was changed by someone else in the meantime. Check it again.",
                    "%(n)d findings were changed by someone else in the meantime. Check them again.",
                    left,
                )
                % {"n": left},
            )
        return see_other(page_url("audits:kinds", self.organisation.slug))


class Status(_FindingFormPage):
    """The page to change a finding's status by hand."""

    template_name = "audits/finding_status.html"

    def get_closed_reason(self) -> str:
        if not _get_manual_statuses(self.finding):
            return _("The status of a finding follows its actions. Change one of them.")
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

"""/o/<organisation>/audits/: the list, one audit, adding and changing it, its files."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import TemplateView

from compliance.audits import permissions
from compliance.audits.choices import AuditStatus
from compliance.audits.forms.audits import AuditForm, FileForm, ManagementForm, WorkersForm
from compliance.audits.forms.filters import AuditFilter, SiteSearch
from compliance.audits.models import Audit, AuditFile
from compliance.audits.selectors import page_contexts, querysets
from compliance.audits.services import audits, files
from compliance.audits.services.transitions import get_version
from compliance.audits.views.base import AuditMixin, FormPage, ReaderMixin, WriterMixin, get_actor, get_today, page_url
from compliance.organisations.tenancy import OrganisationMixin, get_membership, get_row, get_rows
from compliance.organisations.views.base import page_context
from compliance.suppliers.models import Site
from portal.core.exceptions import ActionRefused, EditConflict
from portal.core.pagination import BoundedPaginator
from portal.core.rate_limits import OverLimit
from portal.core.types import Context
from portal.core.views import PagedListView, render_form, see_other
from portal.files.services import Refused, serve

MAX_SITES_SHOWN = 20


class Index(ReaderMixin, PagedListView):
    """The audits that the filter selects."""

    template_name = "audits/list.html"
    paginator_class = BoundedPaginator
    fetch_lines = querysets.fetch_audit_lines

    def get_queryset(self) -> QuerySet[Audit]:
        self.years = querysets.get_audit_years(self.organisation)
        self.form = AuditFilter(self.request.GET, years=self.years)
        audits = get_rows(Audit, self.organisation).filter(self.form.query()).order_by("-ended_on", "-pk")
        freshness = self.form.chosen().get("freshness")
        return querysets.filter_by_freshness(audits, freshness, get_today()) if freshness else audits

    def get_context_data(self, **kwargs: Any) -> Context:
        kwargs |= {"form": self.form, "has_any": bool(self.years), "can_write": permissions.can_write(self.membership)}
        context = super().get_context_data(**kwargs)
        lines = [{"audit": audit, "freshness": audit.freshness_on(get_today())} for audit in context["page"]]
        return context | {"lines": lines}


@require_safe
def choose_site(request: HttpRequest, organisation: str) -> HttpResponse:
    """Choose a site by search: audits are of sites, and an organisation may have thousands."""
    me = get_membership(request, organisation)
    if not permissions.can_write(me):
        raise PermissionDenied
    form = SiteSearch(request.GET)
    organisation_sites = get_rows(Site, me.organisation)
    sites = list(organisation_sites.filter(form.query()).select_related("supplier")[: MAX_SITES_SHOWN + 1])
    context = page_context(
        me,
        form=form,
        sites=sites[:MAX_SITES_SHOWN],
        has_more=len(sites) > MAX_SITES_SHOWN,
        has_any=bool(sites) or organisation_sites.exists(),
    )
    return render(request, "audits/choose_site.html", context)


class Add(WriterMixin, OrganisationMixin, FormPage):
    """The page to add an audit of a site."""

    template_name = "audits/form.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.site = get_row(Site, self.organisation, kwargs["uuid"])
        self.site.organisation = self.organisation

    def get_return_url(self) -> str:
        return page_url("audits:list", self.organisation.slug)

    def get_form(self, data: Any) -> AuditForm:
        return AuditForm(data, today=get_today())

    def save(self, form: AuditForm) -> HttpResponse:
        audit = audits.add(
            site=self.site,
            fields=form.row_fields | {"status": AuditStatus.DRAFT},
            actor=get_actor(self.request),
            at=timezone.now(),
        )
        messages.success(self.request, _("The audit is saved as a draft. Add its findings, then mark it complete."))
        return see_other(page_url("audits:audit", self.organisation.slug, audit.uuid))

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(site=self.site, **kwargs)


class Detail(AuditMixin, TemplateView):
    """The page of one audit."""

    template_name = "audits/audit.html"

    def get_context_data(self, **kwargs: Any) -> Context:
        shows_all = permissions.can_see_all_details(self.membership)
        can_write = permissions.can_write(self.membership)
        return super().get_context_data(
            **page_contexts.get_audit_context(self.audit, today=get_today(), shows_all=shows_all),
            can_write=can_write,
            file_form=kwargs.pop("file_form", FileForm()),
            version=get_version(self.audit),
            **kwargs,
        )


class _Change(WriterMixin, AuditMixin, FormPage):
    def get_return_url(self) -> str:
        return page_url("audits:audit", self.organisation.slug, self.audit.uuid)

    def done(self) -> HttpResponse:
        messages.success(self.request, _("Saved."))
        return see_other(self.get_return_url())

    def get_context_data(self, **kwargs: Any) -> Context:
        return super().get_context_data(site=self.audit.site, **kwargs)


class Change(_Change):
    """The page to change an audit."""

    template_name = "audits/form.html"

    def get_form(self, data: Any) -> AuditForm:
        return AuditForm(data, today=get_today(), row=self.audit)

    def save(self, form: AuditForm) -> HttpResponse:
        audits.change(
            audit=self.audit,
            version=form.cleaned_data["version"],
            fields=dict(form.row_fields.items()),
            actor=get_actor(self.request),
            at=timezone.now(),
        )
        return self.done()


class Workers(_Change):
    """The page of the worker analysis."""

    template_name = "audits/workers.html"

    def get_form(self, data: Any) -> WorkersForm:
        return WorkersForm(data, row=self.audit, figures=self.audit.figures)

    def save(self, form: WorkersForm) -> HttpResponse:
        audits.set_workers(
            audit=self.audit,
            version=form.cleaned_data["version"],
            figures=form.figures,
            actor=get_actor(self.request),
            at=timezone.now(),
        )
        if warning := form.sum_warning:
            messages.warning(self.request, warning)
            return see_other(self.get_return_url())
        return self.done()


class Management(_Change):
    """The page of the management grades."""

    template_name = "audits/management.html"

    def get_form(self, data: Any) -> ManagementForm:
        return ManagementForm(data, row=self.audit)

    def save(self, form: ManagementForm) -> HttpResponse:
        audits.change(
            audit=self.audit,
            version=form.cleaned_data["version"],
            fields={"management_grades": form.grades},
            actor=get_actor(self.request),
            at=timezone.now(),
        )
        return self.done()


@require_POST
def set_status(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Change the status of an audit."""
    audit = _get_writable_audit(request, organisation, uuid)
    status = request.POST.get("status", "")
    if status not in AuditStatus:
        messages.warning(request, _("Select what to do with the audit."))
        return see_other(page_url("audits:audit", organisation, uuid))
    try:
        audits.set_status(
            audit=audit,
            version=request.POST.get("version", ""),
            status=AuditStatus(status),
            actor=get_actor(request),
            at=timezone.now(),
        )
    except EditConflict:
        messages.warning(request, _("Someone else has changed this audit. Check it again."))
    except ActionRefused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("Saved."))
    return see_other(page_url("audits:audit", organisation, uuid))


@require_POST
def attach(request: HttpRequest, organisation: str, uuid: UUID) -> HttpResponse:
    """Attach a file to an audit."""
    audit = _get_writable_audit(request, organisation, uuid)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            files.attach_file(
                audit=audit, upload=form.cleaned_data["file"], actor=get_actor(request), at=timezone.now()
            )
        except (Refused, OverLimit) as refused:
            form.add_error("file", refused)
        else:
            messages.success(request, _("The file is saved, without its hidden details."))
            return see_other(page_url("audits:audit", organisation, uuid))
    me = get_membership(request, organisation)
    return render_form(request, "audits/file.html", page_context(me, audit=audit, form=form))


@require_safe
def download(request: HttpRequest, organisation: str, uuid: UUID, file: UUID) -> HttpResponse:
    """Send a file of an audit."""
    me = get_membership(request, organisation)
    attached = get_row(AuditFile, me.organisation, file, audit__uuid=uuid)
    if querysets.has_restricted_files(attached.audit) and not permissions.can_see_all_details(me):
        raise PermissionDenied
    return serve(attached.file, by=get_actor(request))


@require_POST
def remove_file(request: HttpRequest, organisation: str, uuid: UUID, file: UUID) -> HttpResponse:
    """Remove a file of an audit."""
    audit = _get_writable_audit(request, organisation, uuid)
    attached = get_row(AuditFile, audit.organisation, file, audit=audit)
    files.remove_file(file=attached, actor=get_actor(request), at=timezone.now())
    messages.success(request, _("The file is removed."))
    return see_other(page_url("audits:audit", organisation, uuid))


def _get_writable_audit(request: HttpRequest, organisation: str, uuid: UUID) -> Audit:
    """Return the audit for those who may change it. Raises Http404, PermissionDenied."""
    me = get_membership(request, organisation)
    audit = get_row(Audit, me.organisation, uuid)
    if not permissions.can_write(me):
        raise PermissionDenied
    return audit
